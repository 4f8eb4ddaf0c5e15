package pages

import (
	"context"
	"net/url"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
)

// Asked is the filter of a list as an address asks for it.
type Asked struct {
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

// asks tells whether the filter leaves anything out.
func (a Asked) asks() bool { return len(a.Values) > 0 }

// failed tells whether something in the filter is to mend.
func (a Asked) failed() bool { return len(a.Invalid) > 0 }

// mistakes lists what is to mend in the filter, the period first.
func (a Asked) mistakes(ctx context.Context) components.Mistakes {
	return mistakes(ctx, a.Invalid, "from", "to", "for", "with", "kind", "state")
}
