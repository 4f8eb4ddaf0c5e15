package components

import (
	"context"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/i18n"
)

// BrowserName says which browser it is, as far as it told us.
func BrowserName(ctx context.Context, b models.Browser) string {
	switch {
	case b.Name != "" && b.System != "":
		return i18n.T(ctx, "%s on %s", b.Name, b.System)
	case b.Name != "":
		return b.Name
	case b.System != "":
		return i18n.T(ctx, "A browser on %s", b.System)
	default:
		return i18n.T(ctx, "A browser that we don’t know")
	}
}
