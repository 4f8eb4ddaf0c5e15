// Extract writes views/i18n/messages.pot: every sentence that the views say, for those who translate. It is run in the
// module's root, after the templates were generated:
//
//	go run ./views/i18n/extract
package main

import (
	"fmt"
	"os"
)

func main() {
	if err := extract("views"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// extract writes the template of the catalogues for the folder of the views.
func extract(views string) error {
	messages, err := collect(views)
	if err != nil {
		return err
	}
	return os.WriteFile(potPath(views), pot(messages), 0o644)
}
