package pages

import (
	"context"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// DeletionsPage says what can be deleted and what was.
type DeletionsPage struct {
	Parts        []Deletable       // of which there is something
	Empty        []models.Scope    // the others
	Deletions    []models.Deletion // newest first
	Nothing      models.Scope      // of which nothing was selected to be deleted; empty where the page was simply opened
	Newer, Older string            // the addresses of the pages beside this one; empty where there is none
}

// Deletable is how much there is of one scope.
type Deletable struct {
	What  models.Scope
	Count int
}

// NewDeletions makes the page that says what can be deleted out of how much there is of each kind.
func NewDeletions(held map[models.EntryKind]models.Tally, deletions []models.Deletion) DeletionsPage {
	page := DeletionsPage{Deletions: deletions}
	for _, what := range models.Scopes {
		if what == models.ScopeLog {
			continue // its parts stand for themselves
		}
		part := Deletable{What: what}
		for _, kind := range what.Kinds() {
			part.Count += held[kind].Count
		}
		if part.Count == 0 {
			page.Empty = append(page.Empty, what)
			continue
		}
		page.Parts = append(page.Parts, part)
	}
	return page
}

func (p DeletionsPage) title(ctx context.Context) string {
	if p.Nothing != "" {
		return i18n.T(ctx, "Error: Delete my data")
	}
	return i18n.T(ctx, "Delete my data")
}

// all are the words of the link that deletes everything of a part.
func (d Deletable) all(ctx context.Context) string {
	if d.Count == 1 {
		return i18n.T(ctx, "Delete it")
	}
	return i18n.T(ctx, "Delete all %s", i18n.Number(ctx, d.Count))
}

// empty lists the scopes of which there is nothing.
func (p DeletionsPage) empty(ctx context.Context) string {
	return components.Beside(ctx, p.Empty, components.ScopeName)
}
