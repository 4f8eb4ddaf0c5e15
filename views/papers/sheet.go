// Package papers writes what people keep on paper, or show to somebody, as PDF: one A4 sheet after the other, in the language of its
// reader, with only those characters of a font that are on it.
package papers

import (
	"bytes"
	"fmt"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"jolara.com/privacy/models"
)

// In millimetres; sizes of letters are in points.
const (
	margin    = 25.0
	pageWidth = 210.0
	textWidth = pageWidth - 2*margin
	termWidth = 42.0
	foot      = 272.0 // nothing stands below it
	point     = 25.4 / 72

	leading = 1.5 // from one line to the next, in sizes of their letters
)

const (
	sizeTitle = 20.0
	sizeText  = 10.5
	sizeSmall = 8.5
)

// A grey is how light a colour is, of 255.
type grey int

const (
	ink  grey = 24
	dim  grey = 96
	rule grey = 190
)

// A sheet is a paper that is being written, from top to bottom.
type sheet struct {
	pdf *fpdf.Fpdf
	y   float64 // where the next line begins
}

// newSheet begins a paper. The same words at the same time are the same bytes.
func newSheet(title string, locale models.Locale, at time.Time) *sheet {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(at.UTC())
	pdf.SetModificationDate(at.UTC())
	pdf.SetTitle(title, true)
	pdf.SetAuthor("Jolara", true)
	pdf.SetProducer("Jolara", true)
	pdf.SetLang(string(locale))
	pdf.SetAutoPageBreak(false, 0)
	for _, face := range faces {
		pdf.AddUTF8FontFromBytes(face.name, "", face.unpack())
	}
	pdf.AddPage()
	return &sheet{pdf: pdf, y: margin}
}

// bytes ends the paper.
func (s *sheet) bytes() ([]byte, error) {
	var out bytes.Buffer
	if err := s.pdf.Output(&out); err != nil {
		return nil, fmt.Errorf("write a paper: %w", err)
	}
	return out.Bytes(), nil
}

// text writes a text below what is there, in lines between left and the right margin.
func (s *sheet) text(left, size float64, colour grey, words string) {
	for _, line := range lines(legible(words), pageWidth-margin-left, func(text string) float64 { return s.width(size, text) }) {
		s.room(size)
		s.line(left, s.y+size*point, size, colour, line)
		s.space(size * point * leading)
	}
}

// line writes one line, the foot of its letters at y.
func (s *sheet) line(x, y, size float64, colour grey, words string) {
	s.pdf.SetTextColor(int(colour), int(colour), int(colour))
	for _, r := range runsOf(words) {
		s.pdf.SetFont(faces[r.face].name, "", size)
		s.pdf.Text(x, y, r.text)
		x += s.pdf.GetStringWidth(r.text)
	}
}

// width is how wide a legible text is.
func (s *sheet) width(size float64, words string) float64 {
	var sum float64
	for _, r := range runsOf(words) {
		s.pdf.SetFont(faces[r.face].name, "", size)
		sum += s.pdf.GetStringWidth(r.text)
	}
	return sum
}

// fact writes a term, and beside it what it is: in this order, which is the one that a screen reader keeps.
func (s *sheet) fact(term, words string) {
	const apart = 3.0
	terms := lines(legible(term), termWidth-apart, func(text string) float64 { return s.width(sizeText, text) })
	s.roomFor(len(terms), sizeText)
	page, below := s.pdf.PageNo(), s.y
	for _, line := range terms {
		s.line(margin, below+sizeText*point, sizeText, dim, line)
		below += sizeText * point * leading
	}
	s.text(margin+termWidth, sizeText, ink, words)
	if s.pdf.PageNo() == page {
		s.y = max(s.y, below)
	}
	s.space(1.2)
}

// room goes on to the next page where a line of that size has none on this one.
func (s *sheet) room(size float64) { s.roomFor(1, size) }

// roomFor is room for so many lines, which stay together.
func (s *sheet) roomFor(lines int, size float64) {
	if s.y+float64(lines)*size*point*leading > foot {
		s.pdf.AddPage()
		s.y = margin
	}
}

func (s *sheet) space(height float64) { s.y += height }

// hairline rules off what follows.
func (s *sheet) hairline() {
	s.space(3)
	s.pdf.SetDrawColor(int(rule), int(rule), int(rule))
	s.pdf.SetLineWidth(0.2)
	s.pdf.Line(margin, s.y, pageWidth-margin, s.y)
	s.space(5)
}
