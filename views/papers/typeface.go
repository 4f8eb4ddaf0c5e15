package papers

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
)

//go:embed fonts/latin.ttf.gz
var latinFont []byte

//go:embed fonts/hanzi.ttf.gz
var hanziFont []byte

// A typeface is a font that a paper is set in, and which characters it has.
type typeface struct {
	name   string
	packed []byte
	has    func() []span
}

// faces are asked in this order for a character.
var faces = []typeface{newTypeface("latin", latinFont), newTypeface("hanzi", hanziFont)}

func newTypeface(name string, packed []byte) typeface {
	t := typeface{name: name, packed: packed}
	t.has = sync.OnceValue(func() []span {
		spans, err := spansOf(t.unpack())
		if err != nil {
			panic(fmt.Errorf("read the font %s: %w", name, err)) // it is a part of the program
		}
		return spans
	})
	return t
}

// unpack returns the font, which is the caller's: fpdf writes into what it is given.
func (t typeface) unpack() []byte {
	reader, err := gzip.NewReader(bytes.NewReader(t.packed))
	if err != nil {
		panic(fmt.Errorf("unpack the font %s: %w", t.name, err)) // it is a part of the program
	}
	font, err := io.ReadAll(reader)
	if err != nil {
		panic(fmt.Errorf("unpack the font %s: %w", t.name, err))
	}
	return font
}

func (t typeface) covers(r rune) bool {
	_, found := slices.BinarySearchFunc(t.has(), r, func(s span, r rune) int {
		switch {
		case s.last < r:
			return -1
		case s.first > r:
			return 1
		}
		return 0
	})
	return found
}

// A span is a run of characters that a font has, all of them.
type span struct{ first, last rune }

var errNoSpans = errors.New("no map of characters in format 4")

// spansOf reads the map of characters of a TrueType font. Ours are cut by fonttools, which writes a segment for every run without
// a gap; the last one, of U+FFFF, says only that it is the last.
func spansOf(font []byte) ([]span, error) {
	at := func(table []byte, i int) int { return int(binary.BigEndian.Uint16(table[i:])) }
	for i := range at(font, 4) {
		entry := font[12+16*i:]
		if string(entry[:4]) != "cmap" {
			continue
		}
		cmap := font[binary.BigEndian.Uint32(entry[8:]):]
		chars := cmap[binary.BigEndian.Uint32(cmap[8:]):]
		if at(chars, 0) != 4 {
			return nil, errNoSpans
		}
		doubled := at(chars, 6) // twice the number of segments
		var spans []span
		for i := 0; i < doubled-2; i += 2 {
			spans = append(spans, span{first: rune(at(chars, 16+doubled+i)), last: rune(at(chars, 14+i))})
		}
		return spans, nil
	}
	return nil, errNoSpans
}

// A run is a text that one typeface has all characters of.
type run struct {
	face int // of faces
	text string
}

// legible writes a text with characters that a typeface has. Any other one is written as its number, such as [U+20BB7]: an empty box, or
// nothing at all, would be a name that is not the guardian's.
func legible(text string) string {
	var b strings.Builder
	for _, r := range text {
		if faceOf(r) < 0 {
			fmt.Fprintf(&b, "[%U]", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// faceOf tells which of faces has a character; -1 where none has.
func faceOf(r rune) int {
	return slices.IndexFunc(faces, func(t typeface) bool { return t.covers(r) })
}

// runsOf cuts a legible text where its typeface changes.
func runsOf(text string) []run {
	var runs []run
	for _, r := range text {
		if face := faceOf(r); len(runs) == 0 || runs[len(runs)-1].face != face {
			runs = append(runs, run{face: face})
		}
		runs[len(runs)-1].text += string(r)
	}
	return runs
}

const (
	neverFirst = "，。、；：？！）》」』】〉”’…—·,.;:?!)]}%"
	neverLast  = "（《「『【〈“‘([{"
)

// piecesOf cuts a text where a line may end: after a space, and beside a Hanzi unless a mark would stand first or an opening one last.
func piecesOf(text string) []string {
	var pieces []string
	begin, before := 0, rune(0)
	for i, r := range text {
		if before != 0 && mayBreak(before, r) {
			pieces = append(pieces, text[begin:i])
			begin = i
		}
		before = r
	}
	return append(pieces, text[begin:])
}

func mayBreak(before, after rune) bool {
	switch {
	case after == ' ':
		return false
	case before == ' ':
		return true
	case strings.ContainsRune(neverFirst, after) || strings.ContainsRune(neverLast, before):
		return false
	}
	return isWide(before) || isWide(after)
}

// isWide tells whether a character is as wide as a Hanzi: those have no spaces between them.
func isWide(r rune) bool { return r >= 0x2E80 }

// lines fills lines of a width with a text; measure tells how wide a text is. What is too long for a line of its own is cut anywhere.
func lines(text string, width float64, measure func(string) float64) []string {
	var done []string
	line := ""
	for _, piece := range piecesOf(text) {
		if measure(strings.TrimRight(line+piece, " ")) <= width {
			line += piece
			continue
		}
		if line != "" {
			done = append(done, strings.TrimRight(line, " "))
		}
		line = ""
		for _, r := range piece {
			if line != "" && measure(line+string(r)) > width && r != ' ' {
				done = append(done, line)
				line = ""
			}
			line += string(r)
		}
	}
	return append(done, strings.TrimRight(line, " "))
}
