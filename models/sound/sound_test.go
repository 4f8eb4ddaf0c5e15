package sound_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"jolara.com/privacy/models/sound"
)

// name is what may stand in a tag and must not be kept.
const name = "Mei Lin, 138 0013 8000"

func chunk(id, content string) string {
	return id + string(binary.LittleEndian.AppendUint32(nil, uint32(len(content)))) + content + strings.Repeat("\x00", len(content)%2)
}

// format is a WAV's: its code, channels, samples a second.
func format(code, channels uint16, rate uint32) string {
	order := binary.LittleEndian
	head := order.AppendUint32(order.AppendUint16(order.AppendUint16(nil, code), channels), rate)
	return chunk("fmt ", string(order.AppendUint16(order.AppendUint16(order.AppendUint32(head, rate), 1), 8)))
}

func wav(chunks ...string) string {
	all := "WAVE" + strings.Join(chunks, "")
	return "RIFF" + string(binary.LittleEndian.AppendUint32(nil, uint32(len(all)))) + all
}

// mp3Frame is one of 128 kilobits and 44,100 samples a second: 417 bytes.
func mp3Frame(fill byte) string { return "\xff\xfb\x90\x00" + strings.Repeat(string(rune(fill)), 413) }

// id3 is a tag of version 2.
func id3(text string) string {
	n := len(text)
	return "ID3\x04\x00\x00" + string([]byte{byte(n >> 21 & 127), byte(n >> 14 & 127), byte(n >> 7 & 127), byte(n & 127)}) + text
}

// oggPage makes one page; its sum is made by long division, bit by bit.
func oggPage(flags byte, position uint64, stream, number uint32, packets ...string) string {
	var lengths, content []byte
	for _, packet := range packets {
		rest, open := strings.CutSuffix(packet, "…") // which goes on on the next page
		for n := len(rest); n >= 255; n -= 255 {
			lengths = append(lengths, 255)
		}
		if !open {
			lengths = append(lengths, byte(len(rest)%255))
		}
		content = append(content, rest...)
	}
	order := binary.LittleEndian
	page := order.AppendUint64(append([]byte("OggS\x00"), flags), position)
	page = order.AppendUint32(order.AppendUint32(order.AppendUint32(page, stream), number), 0)
	page = append(append(append(page, byte(len(lengths))), lengths...), content...)
	var sum uint32
	for _, b := range page {
		for bit := 7; bit >= 0; bit-- {
			carry := sum>>31 ^ uint32(b>>bit&1)
			sum <<= 1
			if carry == 1 {
				sum ^= 0x04c11db7
			}
		}
	}
	order.PutUint32(page[22:], sum)
	return string(page)
}

func comments(head, tail string) string {
	order := binary.LittleEndian
	text := "ARTIST=" + name
	all := order.AppendUint32([]byte(head), 4)
	all = order.AppendUint32(append(all, "test"...), 1)
	return string(append(order.AppendUint32(all, uint32(len(text))), text...)) + tail
}

func opus(tags string) string {
	return oggPage(2, 0, 7, 0, "OpusHead\x01\x01") + oggPage(0, 0, 7, 1, tags) +
		oggPage(0, 960, 7, 2, "sound", strings.Repeat("a", 300)) + oggPage(4, 1920, 7, 3, "more")
}

func vorbis(setup string) string {
	return oggPage(2, 0, 9, 0, "\x01vorbis...") + oggPage(0, 0, 9, 1, comments("\x03vorbis", "\x01"), setup) + oggPage(4, 64, 9, 2, "sound")
}

func TestWhatIsHeardStaysAndWhatNamesPeopleGoes(t *testing.T) {
	frames := mp3Frame(1) + mp3Frame(2) + mp3Frame(3)
	bare := wav(format(1, 1, 8000), chunk("data", "abc"))
	const setup = "\x05vorbis and its books"
	for what, test := range map[string]struct{ file, mediaType, want string }{
		"WAV":                     {bare, "audio/wav", bare},
		"WAV with names":          {wav(chunk("LIST", "INFOIART"+name), format(1, 1, 8000), chunk("bext", name), chunk("data", "abc"), chunk("id3 ", name)) + name, "audio/wav", bare},
		"MP3":                     {frames, "audio/mpeg", frames},
		"MP3 with names":          {id3(name) + id3("") + frames + "TAG" + name, "audio/mpeg", frames},
		"MP3 with names behind":   {frames + "APETAGEX" + name, "audio/mpeg", frames},
		"MP3 that was cut off":    {frames + mp3Frame(4)[:200], "audio/mpeg", frames},
		"Opus":                    {opus(comments("OpusTags", "")), "audio/ogg", opus("OpusTags\x00\x00\x00\x00\x00\x00\x00\x00")},
		"Opus with long comments": {opusLong(), "audio/ogg", opus("OpusTags\x00\x00\x00\x00\x00\x00\x00\x00")},
		"Vorbis": {vorbis(setup), "audio/ogg", oggPage(2, 0, 9, 0, "\x01vorbis...") +
			oggPage(0, 0, 9, 1, "\x03vorbis\x00\x00\x00\x00\x00\x00\x00\x00\x01", setup) + oggPage(4, 64, 9, 2, "sound")},
	} {
		got, err := sound.Read([]byte(test.file))
		if err != nil || got.MediaType != test.mediaType || string(got.File) != test.want {
			t.Errorf("%s: %s, %v\n%q\n%q", what, got.MediaType, err, got.File, test.want)
		}
		if bytes.Contains(got.File, []byte("Mei")) {
			t.Errorf("%s: the name is kept", what)
		}
		if again, err := sound.Read(got.File); err != nil || !slices.Equal(again.File, got.File) {
			t.Errorf("%s: what is kept is read as something else: %v", what, err)
		}
	}
}

// opusLong has comments that go on over two pages, so that later pages get another number.
func opusLong() string {
	long := comments("OpusTags", strings.Repeat(name, 30))
	return oggPage(2, 0, 7, 0, "OpusHead\x01\x01") + oggPage(0, 1<<64-1, 7, 1, long[:510]+"…") + oggPage(1, 0, 7, 2, long[510:]) +
		oggPage(0, 960, 7, 3, "sound", strings.Repeat("a", 300)) + oggPage(4, 1920, 7, 4, "more")
}

func TestAHeaderThatFillsManyPagesStaysWhole(t *testing.T) {
	setup := strings.Repeat("\x05vorbis books ", 8000) // more than one page takes
	file := oggPage(2, 0, 9, 0, "\x01vorbis...") + oggPage(0, 0, 9, 1, comments("\x03vorbis", "\x01"), setup[:60_945]+"…") +
		oggPage(1, 0, 9, 2, setup[60_945:]) + oggPage(4, 64, 9, 3, "sound")
	first, err := sound.Read([]byte(file))
	if err != nil {
		t.Fatal(err)
	}
	again, err := sound.Read(first.File)
	if err != nil || !slices.Equal(first.File, again.File) {
		t.Errorf("what was written is not read alike: %v", err)
	}
	if n := bytes.Count(first.File, []byte("vorbis books ")); n < 7990 { // but for what lies over a page's end
		t.Errorf("%d books are left", n)
	}
}

func TestWhatIsNoRecordingIsRefused(t *testing.T) {
	whole := opus(comments("OpusTags", ""))
	bent := []byte(whole)
	bent[len(bent)-1] ^= 1
	frames := mp3Frame(1) + mp3Frame(2)
	for what, test := range map[string]struct {
		file string
		want error
	}{
		"nothing":                          {"", sound.ErrKind},
		"a text":                           {"a recording", sound.ErrKind},
		"a picture":                        {"\xff\xd8\xff\xe0\x00\x10JFIF", sound.ErrKind},
		"a film":                           {"\x00\x00\x00\x18ftypmp42", sound.ErrKind},
		"a page":                           {"<!doctype html><script>", sound.ErrKind},
		"AAC":                              {"\xff\xf1\x50\x80" + strings.Repeat("\x00", 400), sound.ErrKind},
		"a RIFF that is a film":            {"RIFF\x04\x00\x00\x00AVI ", sound.ErrKind},
		"WAV of MP3":                       {wav(format(0x55, 1, 8000), chunk("data", "abc")), sound.ErrKind},
		"WAV without a format":             {wav(chunk("data", "abc")), sound.ErrBroken},
		"WAV with the format behind":       {wav(chunk("data", "abc"), format(1, 1, 8000)), sound.ErrBroken},
		"WAV without sound":                {wav(format(1, 1, 8000), chunk("data", "")), sound.ErrBroken},
		"WAV that promises more":           {wav(format(1, 1, 8000), "data\xff\xff\xff\x7fabc"), sound.ErrBroken},
		"WAV without channels":             {wav(format(1, 0, 8000), chunk("data", "abc")), sound.ErrBroken},
		"WAV that ends early":              {wav(format(1, 1, 8000)), sound.ErrBroken},
		"WAV with half a format":           {wav(chunk("fmt ", "\x01\x00"), chunk("data", "abc")), sound.ErrBroken},
		"one frame":                        {mp3Frame(1), sound.ErrBroken},
		"MP3 with something behind":        {frames + "<script>", sound.ErrBroken},
		"MP3 with a hole":                  {frames + "hole" + frames, sound.ErrBroken},
		"a tag alone":                      {id3(name), sound.ErrKind},
		"half a tag":                       {id3(name)[:8], sound.ErrBroken},
		"a tag that promises more":         {"ID3\x04\x00\x00\x7f\x7f\x7f\x7f" + frames, sound.ErrBroken},
		"a tag before a text":              {id3(name) + "text", sound.ErrKind},
		"Ogg of another codec":             {oggPage(2, 0, 7, 0, "Speex   ") + oggPage(4, 9, 7, 1, "sound"), sound.ErrKind},
		"Ogg with a bit turned":            {string(bent), sound.ErrBroken},
		"Ogg that ends early":              {whole[:len(whole)-3], sound.ErrBroken},
		"Ogg with something behind":        {whole + "<script>", sound.ErrBroken},
		"two streams":                      {whole + oggPage(2, 0, 8, 0, "OpusHead\x01\x01"), sound.ErrKind},
		"two recordings behind each other": {whole + whole, sound.ErrKind},
		"Ogg without sound":                {oggPage(2, 0, 7, 0, "OpusHead\x01\x01") + oggPage(4, 0, 7, 1, comments("OpusTags", "")), sound.ErrBroken},
		"Ogg with its head alone":          {oggPage(2, 0, 7, 0, "OpusHead\x01\x01"), sound.ErrBroken},
		"Ogg with sound among its head":    {oggPage(2, 0, 7, 0, "OpusHead\x01\x01") + oggPage(4, 0, 7, 1, comments("OpusTags", ""), "sound"), sound.ErrBroken},
		"too much":                         {wav(format(1, 1, 8000), chunk("data", strings.Repeat("a", sound.MaxFile))), sound.ErrTooLarge},
	} {
		if got, err := sound.Read([]byte(test.file)); !errors.Is(err, test.want) || got.File != nil {
			t.Errorf("%s: %v, want %v", what, err, test.want)
		}
	}
}

// Whatever is cut off or changed, reading ends, and what it keeps can be read again.
func TestNoFileBreaksTheReader(t *testing.T) {
	for _, whole := range []string{
		wav(chunk("LIST", name), format(1, 2, 44_100), chunk("data", "abcdef")), id3(name) + mp3Frame(1) + mp3Frame(2) + "TAG", opusLong(), vorbis("\x05vorbis"),
	} {
		for i := range whole {
			for _, b := range []byte{0, 1, 0x7f, 0xff} {
				changed := []byte(whole)
				changed[i] = b
				for _, file := range [][]byte{changed, changed[:i]} {
					kept, err := sound.Read(file)
					if err != nil {
						continue
					}
					if _, err := sound.Read(kept.File); err != nil {
						t.Fatalf("byte %d as %#x: kept, and then %v", i, b, err)
					}
				}
			}
		}
	}
}

func ExampleRead() {
	heard, err := sound.Read([]byte(wav(chunk("LIST", name), format(1, 1, 8000), chunk("data", "abcd"))))
	fmt.Println(heard.MediaType, len(heard.File), err)
	// Output: audio/wav 48 <nil>
}
