package handlers

import (
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
)

// wardFile is what a guardian may see of a child, as a file: as much as the page shows.
type wardFile struct {
	Record      string            `json:"record"`
	Child       string            `json:"child"`
	Permissions map[string]string `json:"permissions"`
	Held        []heldInFile      `json:"held"`
	Details     map[string]string `json:"details,omitempty"`
	Photos      []photoInFile     `json:"photos,omitempty"`
}

type heldInFile struct {
	Kind  models.CategoryKey `json:"kind"`
	Count int                `json:"count"`
	More  bool               `json:"more,omitempty"` // than were counted
}

type photoInFile struct {
	Title      string    `json:"title"`
	UploadedAt time.Time `json:"uploaded_at"`
}

func newWardFile(w store.WardPage) wardFile {
	file := wardFile{Record: w.Record.Ref, Child: w.Child.Name, Permissions: map[string]string{}, Held: []heldInFile{}}
	for _, p := range w.Standing {
		file.Permissions[string(p.Kind)] = string(p.State)
	}
	for _, h := range w.Holdings {
		if h.Count > 0 {
			file.Held = append(file.Held, heldInFile{h.Category, h.Count, h.More})
		}
	}
	if w.Sight.Details {
		file.Details = map[string]string{}
		for _, f := range w.Details.Details() {
			file.Details[string(f)] = w.Details.Value(f)
		}
	}
	for _, p := range w.Titles {
		file.Photos = append(file.Photos, photoInFile{p.Title, p.UploadedAt.UTC()})
	}
	return file
}
