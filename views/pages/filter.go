package pages

import (
	"context"
	"maps"
	"net/url"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// countLimit is where a count of what a filter finds ends: more is shown as '1,000+'.
const countLimit = 1000

// Asked is the filter of a list as an address asks for it.
type Asked struct {
	Reader  components.Reader
	Path    string         // of the list
	Values  url.Values     // the fields that ask for something, as they were sent
	Invalid models.Invalid // what is to mend
}

// bar makes the filter's bar. name is its own, for screen readers; since is what the first day of the period is called.
func (a Asked) bar(ctx context.Context, name, since string) components.Filter {
	return components.Filter{
		Path: a.Path, Name: name, Since: since, From: a.Values.Get("from"), To: a.Values.Get("to"),
		Mistakes: a.mistakes(ctx), Asks: a.asks(),
	}
}

// picks makes what a list offers below it to whoever picks entries to delete: what is in the list, found of it in the filter,
// counted up to countLimit and one more, and held of it at all.
func (a Asked) picks(ctx context.Context, what models.Scope, found, held int) components.Picks {
	picks := components.Picks{Reader: a.Reader, What: what, Filter: all()}
	if a.asks() {
		picks.Filter = selected(a.Values)
	}
	switch {
	case !a.asks() && held == 1, a.asks() && found == 1:
		picks.All = i18n.T(ctx, "Delete the only one")
	case !a.asks():
		picks.All = i18n.T(ctx, "Delete all %s", i18n.Number(ctx, held))
	case found > countLimit:
		picks.All = i18n.T(ctx, "Delete all in this filter, more than %s", i18n.Number(ctx, countLimit))
	default:
		picks.All = i18n.T(ctx, "Delete all %s in this filter", i18n.Number(ctx, found))
	}
	return picks
}

// all are the fields of a selection that leaves nothing of its scope out.
func all() url.Values { return url.Values{models.FieldAll: {"yes"}} }

// functionFilter is what the list of photos calls the field that a selection calls 'function'.
const functionFilter = "for"

// selected names the fields of a list's filter as a selection does.
func selected(filter url.Values) url.Values {
	fields := maps.Clone(filter)
	if function, asked := fields[functionFilter]; asked {
		delete(fields, functionFilter)
		fields["function"] = function
	}
	return fields
}

// asks tells whether the filter leaves anything out.
func (a Asked) asks() bool { return len(a.Values) > 0 }

// failed tells whether something in the filter is to mend.
func (a Asked) failed() bool { return len(a.Invalid) > 0 }

// mistakes lists what is to mend in the filter, the period first.
func (a Asked) mistakes(ctx context.Context) components.Mistakes {
	return mistakes(ctx, a.Invalid, "from", "to", "for", "with", "kind", "state")
}
