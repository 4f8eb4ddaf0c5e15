// Package components holds the small pieces of which pages are made. They take plain values and know of no page.
package components

import "jolara.com/privacy/static"

// Glyph names a drawing in static/icons.svg.
type Glyph string

// The drawings. Each stands beside words that say the same, so none has a name of its own for screen readers.
const (
	GlyphMark    Glyph = "mark" // the registration mark, Jolara's sign
	GlyphAlert   Glyph = "alert"
	GlyphCamera  Glyph = "camera"
	GlyphCheck   Glyph = "check"
	GlyphClock   Glyph = "clock"
	GlyphDown    Glyph = "down"
	GlyphGo      Glyph = "go"
	GlyphHide    Glyph = "hide"
	GlyphLock    Glyph = "lock"
	GlyphMail    Glyph = "mail"
	GlyphMenu    Glyph = "menu"
	GlyphMic     Glyph = "mic"
	GlyphPage    Glyph = "page"
	GlyphParcel  Glyph = "parcel"
	GlyphPhone   Glyph = "phone"
	GlyphPhoto   Glyph = "photo"
	GlyphPrinter Glyph = "printer"
	GlyphScreen  Glyph = "screen"
	GlyphUndo    Glyph = "undo"
	GlyphUp      Glyph = "up"
	GlyphBag     Glyph = "bag"
	GlyphHeadset Glyph = "headset"
	GlyphHeart   Glyph = "heart"
	GlyphLook    Glyph = "look"
	GlyphSay     Glyph = "say"
	GlyphSearch  Glyph = "search"
	GlyphSound   Glyph = "sound"
	GlyphTap     Glyph = "tap"
	GlyphTrash   Glyph = "trash"
)

// address returns where the browser finds the drawing: one file for all pages, kept forever.
func (g Glyph) address() string { return static.Path("icons.svg") + "#" + string(g) }
