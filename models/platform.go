package models

import "slices"

// Platform is where somebody uses Jolara, and where settings of its own may block what a permission allows (#29).
type Platform string

// The platforms, named as in addresses.
const (
	IOS        Platform = "ios"
	Android    Platform = "android"
	HarmonyOS  Platform = "harmonyos"
	WebBrowser Platform = "browser"
)

// Platforms lists the platforms in the order in which pages show them.
var Platforms = []Platform{IOS, Android, HarmonyOS, WebBrowser}

// ParsePlatform returns the platform of that name, or ErrNotFound.
func ParsePlatform(name string) (Platform, error) {
	if platform := Platform(name); slices.Contains(Platforms, platform) {
		return platform, nil
	}
	return "", ErrNotFound
}
