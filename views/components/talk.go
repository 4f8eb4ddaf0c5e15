package components

import (
	"context"
	"strings"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/i18n"
)

// TalkGlyph returns the drawing of a kind of talk.
func TalkGlyph(kind models.TalkKind) Glyph {
	if kind == models.TalkCall {
		return GlyphPhone
	}
	return GlyphMic
}

// Length writes how long something lasted, in whole seconds: 4 minutes 12 seconds.
func Length(ctx context.Context, seconds int) string {
	const minute, hour = 60, 60 * 60
	var parts []string
	if hours := seconds / hour; hours > 0 {
		parts = append(parts, i18n.N(ctx, hours, "%d hour", "%d hours"))
	}
	if minutes := seconds % hour / minute; minutes > 0 {
		parts = append(parts, i18n.N(ctx, minutes, "%d minute", "%d minutes"))
	}
	if rest := seconds % minute; rest > 0 || len(parts) == 0 {
		parts = append(parts, i18n.N(ctx, rest, "%d second", "%d seconds"))
	}
	return strings.Join(parts, i18n.C(ctx, "between hours, minutes and seconds", " "))
}

// TalkKinds returns what filters call talks of a kind.
func TalkKinds(ctx context.Context, kind models.TalkKind) string {
	if kind == models.TalkCall {
		return i18n.T(ctx, "Calls")
	}
	return i18n.T(ctx, "Recordings")
}
