package pages

import (
	"context"

	"github.com/a-h/templ"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/i18n"
)

// deviceAddress is where the steps stand that block a permission on a platform.
func deviceAddress(on models.Platform, kind models.PermissionKind) string {
	return "/permissions/device/" + string(on) + "#" + string(kind)
}

// deviceHeading is what the page of a platform's steps is called.
func deviceHeading(ctx context.Context, on models.Platform) string {
	switch on {
	case models.IOS:
		return i18n.T(ctx, "Block it on an iPhone or iPad")
	case models.Android:
		return i18n.T(ctx, "Block it on Android")
	case models.HarmonyOS:
		return i18n.T(ctx, "Block it on HarmonyOS")
	default:
		return i18n.T(ctx, "Block it in a browser")
	}
}

// deviceWords are what a link to a platform's steps says.
func deviceWords(ctx context.Context, on models.Platform) string {
	switch on {
	case models.IOS:
		return i18n.T(ctx, "On an iPhone or iPad")
	case models.Android:
		return i18n.T(ctx, "On Android")
	case models.HarmonyOS:
		return i18n.T(ctx, "On HarmonyOS")
	default:
		return i18n.T(ctx, "In a browser")
	}
}

// deviceNote says what the steps of a permission alone would not tell; empty where there is nothing to add. No platform has a switch
// for calls inside an app: they need the microphone. Where an app may dial by itself, that has a permission of its own.
func deviceNote(ctx context.Context, on models.Platform, kind models.PermissionKind) string {
	switch {
	case kind == models.PhotoUpload && on == models.WebBrowser:
		return i18n.T(ctx, "A browser has no such switch: a page gets only the files you choose.")
	case kind == models.PhotoUpload:
		return i18n.T(ctx, "A picture that you choose yourself in your device’s own picker needs no permission.")
	case kind != models.VoiceCall:
		return ""
	case on == models.IOS:
		return i18n.T(ctx, "There is no switch for calls: a call inside the app needs the microphone. Before an app dials a number, the phone asks you.")
	case on == models.Android:
		return i18n.T(ctx, "An app that may use Phone can dial by itself. A call inside the app needs the microphone: block that too.")
	case on == models.HarmonyOS:
		return i18n.T(ctx, "A call inside the app needs the microphone. If your version also has Phone in that list, block it too: with it an app can dial.")
	default:
		return i18n.T(ctx, "There is no switch for calls: a call on a page needs the microphone.")
	}
}

// deviceMenu is what a platform calls what a permission needs.
func deviceMenu(ctx context.Context, on models.Platform, kind models.PermissionKind) string {
	switch {
	case kind == models.Camera:
		return i18n.T(ctx, "Camera")
	case kind == models.PhotoUpload && on == models.IOS:
		return i18n.C(ctx, "menu", "Photos")
	case kind == models.PhotoUpload && on == models.Android:
		return i18n.T(ctx, "Photos and videos")
	case kind == models.PhotoUpload:
		return i18n.T(ctx, "Images and videos")
	case kind == models.VoiceCall && on == models.Android:
		return i18n.C(ctx, "menu", "Phone")
	default:
		return i18n.T(ctx, "Microphone")
	}
}

// deviceSteps are what to do on a platform, one after the other, to block what a permission needs.
func deviceSteps(ctx context.Context, on models.Platform, kind models.PermissionKind) []templ.Component {
	menu := deviceMenu(ctx, on, kind)
	switch {
	case on == models.IOS && kind == models.PhotoUpload:
		return []templ.Component{
			i18n.Rich(ctx, "Open <b>Settings</b>, then <b>Privacy & Security</b>."),
			i18n.Rich(ctx, "Tap <b>%s</b>, then <b>Jolara</b>.", menu),
			i18n.Rich(ctx, "Choose <b>None</b>."),
		}
	case on == models.IOS:
		return []templ.Component{
			i18n.Rich(ctx, "Open <b>Settings</b>, then <b>Privacy & Security</b>."),
			i18n.Rich(ctx, "Tap <b>%s</b>.", menu),
			i18n.Rich(ctx, "Turn <b>Jolara</b> off."),
		}
	case on == models.Android:
		return []templ.Component{
			i18n.Rich(ctx, "Open <b>Settings</b>, then <b>Apps</b>, then <b>Jolara</b>."),
			i18n.Rich(ctx, "Tap <b>Permissions</b>, then <b>%s</b>.", menu),
			i18n.Rich(ctx, "Choose <b>Don’t allow</b>."),
		}
	case on == models.HarmonyOS:
		return []templ.Component{
			i18n.Rich(ctx, "Open <b>Settings</b>, then <b>Privacy & security</b>. In older versions: <b>Privacy</b>, then <b>Permission manager</b>."),
			i18n.Rich(ctx, "Tap <b>%s</b>, then <b>Jolara</b>.", menu),
			i18n.Rich(ctx, "Turn it off, or choose <b>Don’t allow</b>."),
		}
	case kind == models.PhotoUpload:
		return []templ.Component{
			i18n.Rich(ctx, "When a page asks for a file, press <b>Cancel</b>."),
			i18n.Rich(ctx, "Did you once let it into a folder? Press the icon beside its address, and take that back."),
		}
	default:
		return []templ.Component{
			i18n.Rich(ctx, "Open the page, and press the icon beside its address: a lock or two sliders. In Safari, open the <b>Safari</b> menu, then the settings for this website."),
			i18n.Rich(ctx, "Find <b>%s</b>, perhaps under <b>Site settings</b>, and choose <b>Block</b> or <b>Deny</b>.", menu),
			i18n.Rich(ctx, "Load the page again."),
		}
	}
}
