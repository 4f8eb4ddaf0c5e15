package mail

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	netmail "net/mail"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"jolara.com/privacy/models"
)

// Box is the development mailbox: letters land in a folder, one .eml file each, and are sent nowhere.
type Box struct {
	dir  string
	from string
	now  func() time.Time
}

// NewBox makes the folder, which only this user can read.
func NewBox(dir, from string, now func() time.Time) (*Box, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the mailbox: %w", err)
	}
	return &Box{dir, from, now}, nil
}

// Send writes the letter's file: whole, or not at all.
func (b *Box) Send(_ context.Context, letter models.Letter) error {
	m, err := message(letter, b.from, b.now())
	if err != nil {
		return fmt.Errorf("letter %s: %w", letter.ID, err)
	}
	part := filepath.Join(b.dir, letter.ID+".part")
	if err := m.WriteToFile(part); err != nil {
		return fmt.Errorf("letter %s: %w", letter.ID, err)
	}
	return os.Rename(part, b.file(letter.ID))
}

// Discloses is false: a letter in the box is on its way to nobody.
func (*Box) Discloses() bool { return false }

func (b *Box) file(id string) string { return filepath.Join(b.dir, id+".eml") }

const lettersShown = 100

// Letters returns the latest letters, newest first.
func (b *Box) Letters() ([]models.Letter, error) {
	entries, err := os.ReadDir(b.dir)
	if err != nil {
		return nil, fmt.Errorf("read the mailbox: %w", err)
	}
	var letters []models.Letter
	for _, entry := range entries {
		id, isLetter := strings.CutSuffix(entry.Name(), ".eml")
		if !isLetter {
			continue
		}
		letter, err := b.Letter(id)
		if err != nil {
			return nil, err
		}
		letters = append(letters, letter)
	}
	slices.SortStableFunc(letters, func(a, b models.Letter) int { return b.At.Compare(a.At) })
	return letters[:min(lettersShown, len(letters))], nil
}

// Letter returns one letter, or models.ErrNotFound.
func (b *Box) Letter(id string) (models.Letter, error) {
	if id == "" || strings.ContainsFunc(id, func(r rune) bool { return r < '0' || r > '9' }) {
		return models.Letter{}, models.ErrNotFound // an id is a job's number, never a path
	}
	m, err := gomail.EMLToMsgFromFile(b.file(id))
	if errors.Is(err, fs.ErrNotExist) {
		return models.Letter{}, models.ErrNotFound
	}
	if err != nil {
		return models.Letter{}, fmt.Errorf("read letter %s: %w", id, err)
	}
	letter := models.Letter{ID: id, To: strings.Join(m.GetToString(), ", ")}
	if subject := m.GetGenHeader(gomail.HeaderSubject); len(subject) > 0 {
		letter.Subject = decodeWords(subject[0])
	}
	if date := m.GetGenHeader(gomail.HeaderDate); len(date) > 0 {
		letter.At, _ = netmail.ParseDate(date[0])
	}
	for _, part := range m.GetParts() {
		text, err := part.GetContent()
		if err != nil {
			return models.Letter{}, fmt.Errorf("read letter %s: %w", id, err)
		}
		if part.GetContentType() == gomail.TypeTextPlain {
			letter.Text = string(text)
		}
	}
	return letter, nil
}

// decodeWords reads a header's encoded words (RFC 2047).
func decodeWords(text string) string {
	decoded, err := new(mime.WordDecoder).DecodeHeader(text)
	if err != nil {
		return text
	}
	return decoded
}
