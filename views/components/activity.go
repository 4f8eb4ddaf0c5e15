package components

import (
	"context"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/i18n"
)

// ActivityGlyph returns the drawing of a kind of activity.
func ActivityGlyph(kind models.ActivityKind) Glyph {
	switch kind {
	case models.ActivityBrowse:
		return GlyphLook
	case models.ActivityClick:
		return GlyphTap
	case models.ActivitySearch:
		return GlyphSearch
	case models.ActivityFavourite:
		return GlyphHeart
	case models.ActivityTransaction:
		return GlyphBag
	case models.ActivityAfterSales:
		return GlyphUndo
	default:
		return GlyphLock
	}
}

// ActivityName returns what lists and filters call a kind of activity.
func ActivityName(ctx context.Context, kind models.ActivityKind) string {
	switch kind {
	case models.ActivityBrowse:
		return i18n.T(ctx, "Looked at")
	case models.ActivityClick:
		return i18n.T(ctx, "Clicked")
	case models.ActivitySearch:
		return i18n.T(ctx, "Searched for")
	case models.ActivityFavourite:
		return i18n.T(ctx, "Marked as favourite")
	case models.ActivityTransaction:
		return i18n.T(ctx, "Order")
	case models.ActivityAfterSales:
		return i18n.T(ctx, "After-sales")
	case models.ActivitySignIn:
		return i18n.T(ctx, "Signed in")
	case models.ActivitySignInFailed:
		return i18n.T(ctx, "Sign-in that failed")
	case models.ActivitySignOut:
		return i18n.T(ctx, "Signed out")
	case models.ActivitySessionEnded:
		return i18n.T(ctx, "Signed out one browser from another")
	default:
		return i18n.T(ctx, "Signed out everywhere")
	}
}
