package papers_test

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/papers"
)

const check = "https://privacy.example.com/verify-receipt"

func TestARecordOnPaperSaysWhatTheGuardianRead(t *testing.T) {
	for _, row := range []struct {
		locale models.Locale
		words  []string
	}{
		{models.English, []string{
			"Record of your decision", "G-ABCD-EFGH", "DecidedSun 29 Nov 2026, 11:04:05", "ForOwl", "Siobhán Nguyễn-Ōe · Mother", "mother@example.com",
			"version 4.2", "I decide for the child.", "Signed by typing their name: Siobhán Nguyễn-Ōe", "AAECAwQFBgcICQoL", check,
		}},
		{models.Chinese, []string{"您的决定记录", "G-ABCD-EFGH", "决定时间2026年11月29日", "王㛃镕 · 母亲", "小猫", "我为孩子决定。", "陳大文", "AAECAwQFBgcICQoL", check}},
	} {
		r := recordIn(row.locale)
		if row.locale == models.Chinese {
			r.Child, r.Guardian, r.Statement = "小猫陳大文", "王㛃镕", "我为孩子决定。"
		}
		paper := made(t, r)
		said := strings.Join(paper.lines(), "\n")
		for _, words := range row.words {
			if !strings.Contains(said, words) {
				t.Errorf("in %s the paper does not say %q:\n%s", row.locale, words, said)
			}
		}
		if !bytes.Contains(paper, []byte("/Lang ("+string(row.locale)+")")) || !strings.Contains(paper.title(), r.Ref) {
			t.Errorf("in %s the paper is called %q", row.locale, paper.title())
		}
		paper.hasEveryGlyph(t)
	}
}

func TestTheSameRecordIsTheSamePaper(t *testing.T) {
	r := recordIn(models.Chinese)
	r.Guardian = "王㛃镕"
	if !bytes.Equal(made(t, r), made(t, r)) {
		t.Error("two papers of one record differ")
	}
	other := r
	other.At = r.At.Add(time.Minute)
	if bytes.Equal(made(t, r), made(t, other)) {
		t.Error("the time of the record makes no difference")
	}
}

func TestWhatNoFontHasIsWrittenAsItsNumber(t *testing.T) {
	for name, written := range map[string]string{
		"𠮷田":            "[U+20BB7]田",
		"محمد":          "[U+0645][U+062D][U+0645][U+062F]",
		"Wu\u202eieM":   "Wu[U+202E]ieM",
		"Mei\u200d\x00": "Mei[U+200D][U+0000]",
		"🐼":             "[U+1F43C]",
		"王\ufeff\uffff": "王[U+FEFF][U+FFFF]",
		"\xff":          "[U+FFFD]",
	} {
		r := recordIn(models.English)
		r.Guardian = name
		paper := made(t, r)
		if said := strings.Join(paper.lines(), "\n"); !strings.Contains(said, written+" · Mother") {
			t.Errorf("%+q is not written as %s:\n%s", name, written, said)
		}
		paper.hasEveryGlyph(t)
	}
}

// A name in a PDF could end the text that it stands in, and begin something else (T8).
func TestT08_ANameStaysTextOnPaper(t *testing.T) {
	plain := len(objects.FindAll(made(t, recordIn(models.English)), -1))
	for _, name := range []string{
		`) Tj ET endstream endobj 9 0 obj << /S /JavaScript /JS (app.alert(1)) >>`, `\) Tj`, `((((`, `<</URI(javascript:alert(1))>>`, `<script>alert(1)</script>`,
		"ਊ)\u0a29 ⠩", // their second bytes are a line break and brackets
	} {
		r := recordIn(models.English)
		r.Child, r.Statement = name, name
		paper := made(t, r)
		for _, deed := range []string{"/JavaScript", "/URI", "<script"} { // the texts themselves are compressed
			if bytes.Contains(paper, []byte(deed)) {
				t.Errorf("%s became %s", name, deed)
			}
		}
		if got := len(objects.FindAll(paper, -1)); got != plain {
			t.Errorf("%s made %d objects out of %d", name, got, plain)
		}
		if said := strings.ReplaceAll(strings.Join(paper.lines(), ""), " ", ""); name[0] != '\xe0' && strings.Count(said, strings.ReplaceAll(name, " ", "")) != 2 {
			t.Errorf("%s is written as %s", name, said)
		}
		paper.hasEveryGlyph(t)
	}
}

func TestALongRecordGoesOnOverThePage(t *testing.T) {
	r := recordIn(models.Chinese)
	r.Statement = strings.Repeat("我为孩子决定，也可以随时改变。", 300)
	paper := made(t, r)
	if pages := bytes.Count(paper, []byte("/Type /Page\n")); pages != 3 {
		t.Errorf("it has %d pages", pages)
	}
	if said := strings.Join(paper.lines(), ""); strings.Count(said, "我为孩子决定，") != 300 || !strings.Contains(said, check) {
		t.Error("some of it is lost")
	}
	for _, line := range paper.lines() {
		if strings.HasPrefix(line, "，") || strings.HasPrefix(line, "。") {
			t.Errorf("a mark begins the line %s", line)
		}
	}
}

func TestAPaperHoldsNoMoreOfAFontThanItNeeds(t *testing.T) {
	r := recordIn(models.Chinese)
	r.Guardian = "王㛃镕"
	if size := len(made(t, r)); size > 80_000 {
		t.Errorf("it has %d bytes", size)
	}
}

func BenchmarkRecord(b *testing.B) {
	r := recordIn(models.Chinese)
	for b.Loop() {
		if _, err := papers.Record(b.Context(), r, nil, check); err != nil {
			b.Fatal(err)
		}
	}
}

func recordIn(locale models.Locale) models.GuardianRecord {
	return models.GuardianRecord{
		Ref: "G-ABCD-EFGH", At: time.Date(2026, 11, 29, 3, 4, 5, 0, time.UTC), Child: "Owl", Guardian: "Siobhán Nguyễn-Ōe", Relation: models.RelationMother,
		Email: "mother@example.com", Yes: []models.PermissionKind{models.PhotoUpload, models.Camera}, Statement: "I decide for the child.", PolicyVersion: "4.2", Locale: locale,
	}
}

// A pdf is a paper as fpdf writes it, read back without fpdf.
type pdf []byte

func made(t *testing.T, r models.GuardianRecord) pdf {
	t.Helper()
	paper, err := papers.Record(t.Context(), r, []byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13}, check)
	if err != nil {
		t.Fatal(err)
	}
	return paper
}

var (
	objects = regexp.MustCompile(`(?m)^\d+ 0 obj$`)
	streams = regexp.MustCompile(`(?s)stream\n(.*?)\nendstream`)
	shown   = regexp.MustCompile(`(?s)/F(\w+) [\d.]+ Tf|BT ([\d.]+) ([\d.]+) Td \(((?:\\.|[^\\)])*)\) Tj`)
	titled  = regexp.MustCompile(`(?s)/Title \(((?:\\.|[^\\)])*)\)`)
	escaped = regexp.MustCompile(`(?s)\\(.)`)
)

// inflated are the streams that are compressed.
func (p pdf) inflated() [][]byte {
	var all [][]byte
	for _, stream := range streams.FindAllSubmatch(p, -1) {
		if reader, err := zlib.NewReader(bytes.NewReader(stream[1])); err == nil {
			if content, err := io.ReadAll(reader); err == nil {
				all = append(all, content)
			}
		}
	}
	return all
}

// lines are the texts of the pages, those at one height together.
func (p pdf) lines() []string {
	var lines []string
	height := ""
	for _, content := range p.inflated() {
		for _, text := range shown.FindAllSubmatch(content, -1) {
			if text[3] == nil {
				continue
			}
			if string(text[3]) != height || len(lines) == 0 {
				lines = append(lines, "")
				height = string(text[3])
			}
			lines[len(lines)-1] += unescaped(text[4])
		}
	}
	return lines
}

func (p pdf) title() string {
	if found := titled.FindSubmatch(p); found != nil {
		return strings.TrimPrefix(unescaped(found[1]), "\ufeff")
	}
	return ""
}

// unescaped reads a string of a PDF in UTF-16, as its text is written.
func unescaped(text []byte) string {
	text = escaped.ReplaceAllFunc(text, func(pair []byte) []byte {
		if pair[1] == 'r' {
			return []byte{'\r'}
		}
		return pair[1:]
	})
	units := make([]uint16, len(text)/2)
	for i := range units {
		units[i] = binary.BigEndian.Uint16(text[2*i:])
	}
	return string(utf16.Decode(units))
}

// hasEveryGlyph fails where a character that is shown has no glyph in any font of the paper: a reader would see an empty box.
func (p pdf) hasEveryGlyph(t *testing.T) {
	t.Helper()
	var glyphs [][]byte // of each font, two bytes for each character
	for _, content := range p.inflated() {
		if len(content) == 2*0x10000 {
			glyphs = append(glyphs, content)
		}
	}
	if len(glyphs) == 0 {
		t.Fatal("the paper has no fonts")
	}
	for _, r := range strings.Join(p.lines(), "") {
		has := false
		for _, of := range glyphs {
			has = has || r < 0x10000 && binary.BigEndian.Uint16(of[2*r:]) != 0
		}
		if !has {
			t.Errorf("%q has no glyph", r)
		}
	}
}
