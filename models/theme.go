package models

// Theme is how bright the pages are. A browser keeps its own.
type Theme string

// The themes.
const (
	ThemeSystem Theme = "system" // as the device has it
	ThemeLight  Theme = "light"
	ThemeDark   Theme = "dark"
)

// Themes lists the themes in the order in which they are offered.
var Themes = []Theme{ThemeSystem, ThemeLight, ThemeDark}

// ParseTheme reads a theme, or returns an Invalid.
func ParseTheme(text string) (Theme, error) {
	for _, t := range Themes {
		if text == string(t) {
			return t, nil
		}
	}
	return "", Invalid{"theme": FaultUnknown}
}
