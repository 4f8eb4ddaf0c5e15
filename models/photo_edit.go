package models

import "time"

// What a person corrects of a photo: the names of the form's fields, and of what was changed.
const (
	FieldPhotoTitle Field = "photo_title"
	FieldPhotoTaken Field = "photo_taken" // the day, as ISO 8601
)

// PhotoEdit is the form of a photo's title and the day it was taken, as it came back.
type PhotoEdit struct{ Title, Taken Typed }

// Form returns the edit as the form that it was.
func (e PhotoEdit) Form() Form {
	return Form{Version: noVersion, Fields: map[string]Typed{string(FieldPhotoTitle): e.Title, string(FieldPhotoTaken): e.Taken}}
}

// noVersion is of a form whose fields alone tell whether they were changed elsewhere.
const noVersion = -1

// TakenOn returns the day on which the photo was taken, as its form has it.
func (p Photo) TakenOn() string {
	if p.TakenAt.IsZero() {
		return ""
	}
	return DateOf(p.TakenAt).String()
}

// Edited returns the photo as a form brings it, by its person or their guardian, and what that changes, which may be nothing. It is an Invalid that names
// what may not be stored, or Overtaken, and then nothing is to be written.
func (p Photo) Edited(edit PhotoEdit, by Actor, now time.Time) (edited Photo, changes []Change, err error) {
	edited = p
	form, wrong, overtaken := edit.Form(), Invalid{}, Overtaken{}
	for _, of := range []struct {
		field Field
		held  string
		take  func(value string) Fault
	}{
		{FieldPhotoTitle, p.Title, func(value string) Fault {
			title, err := ParseTitle(value)
			edited.Title = title
			return faultsOf(err)["title"]
		}},
		{FieldPhotoTaken, p.TakenOn(), func(value string) Fault { return edited.takenOn(value, now) }},
	} {
		value, changed, late := form.settle(string(of.field), of.held, 0)
		if !changed {
			continue
		}
		wrong.add(string(of.field), of.take(value))
		changes = append(changes, Change{At: now, Field: of.field, By: by, Was: of.held, Is: value, PhotoID: p.ID})
		if late {
			overtaken.Fields = append(overtaken.Fields, string(of.field))
		}
	}
	if err := wrong.OrNil(); err != nil {
		return p, nil, err
	}
	if err := overtaken.orNil(); err != nil {
		return p, nil, err
	}
	return edited, changes, nil
}

// takenOn takes somebody's word for the day on which the photo was taken; nothing removes it.
func (p *Photo) takenOn(day string, now time.Time) Fault {
	p.TakenAt, p.TakenFrom = time.Time{}, FromPerson
	if day == "" {
		return ""
	}
	date, err := ParseDate(day)
	switch {
	case err != nil:
		return FaultMalformed
	case date.Start().After(now):
		return FaultFuture
	}
	p.TakenAt = date.Start()
	return ""
}
