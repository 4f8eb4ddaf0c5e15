package pages

import (
	"context"
	"strings"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// HeldCard shows what is held of one category.
type HeldCard struct {
	*models.Holding
	Minor bool // it is about a minor
}

// newHeldCards parts the categories that hold something from those that do not.
func newHeldCards(holdings []models.Holding, minor bool) (held []HeldCard, empty []models.CategoryKey) {
	held = make([]HeldCard, 0, len(holdings))
	for i := range holdings {
		if h := &holdings[i]; h.Count == 0 {
			empty = append(empty, h.Category)
		} else {
			held = append(held, HeldCard{h, minor})
		}
	}
	return held, empty
}

// kept says how long the entries are kept.
func (c HeldCard) kept(ctx context.Context) string {
	switch {
	case c.Minor:
		return components.KeptOfMinors(ctx, c.Category)
	case c.Category == models.CategoryBehaviour:
		return components.BehaviourKept(ctx, c.Kept)
	default:
		return components.Kept(ctx, c.Category)
	}
}

// goes is when the oldest entry falls due; zero where none does by time alone.
func (c HeldCard) goes() time.Time { return c.Goes(c.Minor) }

// entries counts what is held, and cuts the figure out of its words, which stands apart and is larger.
func (c HeldCard) entries(ctx context.Context) (before, figure, after string) {
	figure = i18n.Number(ctx, c.Count)
	before, after, _ = strings.Cut(components.Entries(ctx, c.Category, c.Count), figure)
	if c.More {
		figure += "+"
	}
	return strings.TrimSpace(before), figure, strings.TrimSpace(after)
}

// parts lists the kinds of entry that there are, with their numbers, or nothing where there is one kind alone.
func (c HeldCard) parts(ctx context.Context) string {
	return components.Beside(ctx, c.Parts, func(ctx context.Context, part models.Part) string {
		if part.More {
			return i18n.T(ctx, "more than %s", components.PartEntries(ctx, part.Key, part.Count))
		}
		return components.PartEntries(ctx, part.Key, part.Count)
	})
}
