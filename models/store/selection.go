package store

import (
	"fmt"

	"jolara.com/privacy/models"
)

// shelf is a table of entries that a person can delete, with what it says of each: its kind, and its files' size.
type shelf struct{ table, kind, bytes string }

// shelfOf is where the entries of a scope lie.
func shelfOf(scope models.Scope) shelf {
	switch scope {
	case models.ScopePhotos:
		return shelf{`photos`, `'` + entryPhoto + `'`, `bytes`}
	case models.ScopePrints:
		return shelf{`print_jobs`, `'` + entryPrint + `'`, `0`}
	case models.ScopeVoice:
		return shelf{`voice`, `kind`, `bytes`}
	}
	return shelf{`activity`, `kind`, `0`}
}

// whereOf is a selection in SQL.
func whereOf(sel models.Selection) (w where) {
	switch {
	case len(sel.IDs) > 0:
		w.anyOf(`id`, sel.IDs)
	case sel.What == models.ScopePhotos:
		w = PhotoFilter{Period: sel.Period, Function: sel.Function, With: sel.With}.where()
	case sel.What == models.ScopePrints:
		w = PrintFilter{Period: sel.Period, State: sel.State}.where()
	default:
		w.within(sel.Period)
	}
	if shelfOf(sel.What).kind == `kind` {
		w.anyOf(`kind`, sel.OfKinds())
	}
	return w
}

// anyOf keeps what has one of several values in a column.
func (w *where) anyOf(column string, values any) {
	w.args = append(w.args, values)
	w.sql += fmt.Sprintf(` and %s = any($%d)`, column, argsBefore+len(w.args))
}
