package components

import (
	"context"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/i18n"
)

// PrintStateGlyph returns the drawing of how far a print job is.
func PrintStateGlyph(state models.PrintState) Glyph {
	switch state {
	case models.PrintOrdered:
		return GlyphClock
	case models.PrintPrinting, models.PrintPrinted:
		return GlyphPrinter
	case models.PrintSent:
		return GlyphParcel
	case models.PrintDelivered:
		return GlyphCheck
	default:
		return GlyphUndo
	}
}

// PrintStateName says how far a print job is.
func PrintStateName(ctx context.Context, state models.PrintState) string {
	switch state {
	case models.PrintOrdered:
		return i18n.T(ctx, "Ordered")
	case models.PrintPrinting:
		return i18n.T(ctx, "Being printed")
	case models.PrintPrinted:
		return i18n.T(ctx, "Printed")
	case models.PrintSent:
		return i18n.T(ctx, "On its way")
	case models.PrintDelivered:
		return i18n.T(ctx, "Delivered")
	default:
		return i18n.T(ctx, "Cancelled")
	}
}
