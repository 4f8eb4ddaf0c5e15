package components

import (
	"context"
	"slices"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/i18n"
)

// PermissionGlyph returns the drawing of a permission or a choice.
func PermissionGlyph(kind models.PermissionKind) Glyph {
	switch kind {
	case models.Camera:
		return GlyphCamera
	case models.PhotoUpload:
		return GlyphPhoto
	case models.Microphone:
		return GlyphMic
	case models.KeepRecordings:
		return GlyphSound
	case models.ImproveSupport:
		return GlyphHeadset
	default:
		return GlyphPhone
	}
}

// PermissionName returns what pages call a permission or a choice.
func PermissionName(ctx context.Context, kind models.PermissionKind) string {
	switch kind {
	case models.Camera:
		return i18n.T(ctx, "Camera")
	case models.PhotoUpload:
		return i18n.T(ctx, "Photo upload")
	case models.Microphone:
		return i18n.T(ctx, "Microphone")
	case models.KeepRecordings:
		return i18n.T(ctx, "Keep recordings of my talks")
	case models.ImproveSupport:
		return i18n.T(ctx, "Use recordings to improve support")
	default:
		return i18n.T(ctx, "Voice calls")
	}
}

// Choice names a choice as lists and receipts do: Microphone off.
func Choice(ctx context.Context, kind models.PermissionKind, state models.State) string {
	on := state == models.Granted
	switch {
	case kind == models.Camera && on:
		return i18n.T(ctx, "Camera on")
	case kind == models.Camera:
		return i18n.T(ctx, "Camera off")
	case kind == models.PhotoUpload && on:
		return i18n.T(ctx, "Photo upload on")
	case kind == models.PhotoUpload:
		return i18n.T(ctx, "Photo upload off")
	case kind == models.Microphone && on:
		return i18n.T(ctx, "Microphone on")
	case kind == models.Microphone:
		return i18n.T(ctx, "Microphone off")
	case kind == models.KeepRecordings && on:
		return i18n.T(ctx, "Keeping recordings on")
	case kind == models.KeepRecordings:
		return i18n.T(ctx, "Keeping recordings off")
	case kind == models.ImproveSupport && on:
		return i18n.T(ctx, "Recordings for better support on")
	case kind == models.ImproveSupport:
		return i18n.T(ctx, "Recordings for better support off")
	case on:
		return i18n.T(ctx, "Voice calls on")
	default:
		return i18n.T(ctx, "Voice calls off")
	}
}

// switchName says how a permission stands and what pressing its switch does. It contains the word that the switch shows,
// so that whoever speaks to the computer can say what they see (WCAG 2.5.3).
func switchName(ctx context.Context, kind models.PermissionKind, on bool) string {
	switch {
	case kind == models.Camera && on:
		return i18n.T(ctx, "Camera is On. Turn it off")
	case kind == models.Camera:
		return i18n.T(ctx, "Camera is Off. Turn it on")
	case kind == models.PhotoUpload && on:
		return i18n.T(ctx, "Photo upload is On. Turn it off")
	case kind == models.PhotoUpload:
		return i18n.T(ctx, "Photo upload is Off. Turn it on")
	case kind == models.Microphone && on:
		return i18n.T(ctx, "Microphone is On. Turn it off")
	case kind == models.Microphone:
		return i18n.T(ctx, "Microphone is Off. Turn it on")
	case kind == models.KeepRecordings && on:
		return i18n.T(ctx, "Keeping recordings is On. Turn it off")
	case kind == models.KeepRecordings:
		return i18n.T(ctx, "Keeping recordings is Off. Turn it on")
	case kind == models.ImproveSupport && on:
		return i18n.T(ctx, "Using recordings to improve support is On. Turn it off")
	case kind == models.ImproveSupport:
		return i18n.T(ctx, "Using recordings to improve support is Off. Turn it on")
	case on:
		return i18n.T(ctx, "Voice calls are On. Turn them off")
	default:
		return i18n.T(ctx, "Voice calls are Off. Turn them on")
	}
}

// switchWord is the word beside the switch.
func switchWord(ctx context.Context, on bool) string {
	if on {
		return i18n.C(ctx, "switch", "On")
	}
	return i18n.C(ctx, "switch", "Off")
}

// SwitchAddress is where a person turns a permission, or a choice about recordings, on or off.
func SwitchAddress(kind models.PermissionKind) string {
	if slices.Contains(models.ChoiceKinds, kind) {
		return "/data/voice/choices/" + string(kind)
	}
	return "/permissions/" + string(kind)
}

// stateField is what the form of a permission sends to turn it on or off.
func stateField(on bool) string {
	if on {
		return "on"
	}
	return "off"
}
