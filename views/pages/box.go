package pages

import (
	"context"
	"slices"

	"github.com/a-h/templ"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// Again is a form that comes back to be mended; the zero value is a form that nobody sent.
type Again struct {
	Form      models.Form
	Invalid   models.Invalid
	Overtaken []string // fields that were changed elsewhere in the meantime
}

func (a Again) failed() bool { return len(a.Invalid) > 0 || len(a.Overtaken) > 0 }

// version is the one from which the form is made. What is to mend first is mended against the one that it was made from.
func (a Again) version(held int) int {
	if len(a.Invalid) > 0 {
		return a.Form.Version
	}
	return held
}

// heading says what became of the form.
func (a Again) heading(ctx context.Context) string {
	if len(a.Overtaken) > 0 {
		return i18n.T(ctx, "This was changed elsewhere while you typed")
	}
	return toMendFirst(ctx, a.Invalid)
}

// Box is a field of a form whose value may be changed elsewhere while somebody fills it in.
type Box struct {
	Name      string // of the input
	ID        string
	Was       string // what stood there when the form was made
	Value     string // what stands in the input
	Here      string // what stands there now, where Overtaken
	Overtaken bool
	Wrong     string // what is to mend, or nothing
}

// box makes the field of a form that was not sent yet, or came back. What nobody changed in the form is as it is held.
func (a Again) box(ctx context.Context, name, id, held string) Box {
	box := Box{Name: name, ID: id, Was: held, Value: held}
	typed, sent := a.Form.Fields[name]
	if !sent {
		return box
	}
	if fault, wrong := a.Invalid[name]; wrong {
		box.Wrong = i18n.Fault(ctx, name, fault)
	}
	switch {
	case len(a.Invalid) > 0:
		box.Was, box.Value = typed.Was, typed.Is
	case typed.Is != typed.Was:
		box.Value = typed.Is
		box.Here, box.Overtaken = held, slices.Contains(a.Overtaken, name)
	}
	return box
}

func (b Box) hintID() string { return b.ID + "-hint" }
func (b Box) hereID() string { return b.ID + "-here" }

// told ties the input to all that is said about it.
func (b Box) told(hint string) templ.Attributes {
	var ids []string
	if b.Overtaken {
		ids = append(ids, b.hereID())
	}
	if hint != "" {
		ids = append(ids, b.hintID())
	}
	return components.Told(b.ID, b.Wrong, ids...)
}

// toMend lists what is to mend or to decide in the boxes of a form.
func toMend(ctx context.Context, labels func(Box) string, boxes ...Box) components.Mistakes {
	var list components.Mistakes
	for _, b := range boxes {
		switch {
		case b.Wrong != "":
			list = append(list, components.Mistake{Field: b.ID, Sentence: b.Wrong})
		case b.Overtaken:
			list = append(list, components.Mistake{Field: b.ID, Sentence: i18n.T(ctx, "%s: decide which one counts.", labels(b))})
		}
	}
	return list
}
