package storetest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"time"

	"jolara.com/privacy/models"
)

// App makes one of Jolara's systems under that name.
func (w *World) App(name string) models.Client {
	w.t.Helper()
	key, err := w.Store.AddClient(w.ctx(), name)
	if err != nil {
		w.t.Fatal(err)
	}
	app, err := w.Store.Client(w.ctx(), key)
	if err != nil {
		w.t.Fatal(err)
	}
	return app
}

// Grant turns a permission of an adult on.
func (w *World) Grant(p models.Person, kind models.PermissionKind) {
	w.t.Helper()
	if _, _, err := w.Store.SwitchPermission(w.ctx(), p, kind, models.Granted); err != nil {
		w.t.Fatal(err)
	}
}

// Upload sends a photo of a person through one of Jolara's systems. What up leaves out is made up: an id, a small picture,
// that it is for printing.
func (w *World) Upload(app models.Client, p models.Person, up models.Upload) models.Photo {
	w.t.Helper()
	w.uploads++
	if up.ID == "" {
		up.ID = fmt.Sprintf("upload-%d", w.uploads)
	}
	if up.File == nil {
		up.File = Picture(60+w.uploads, 40, w.uploads)
	}
	if up.Functions == nil {
		up.Functions = []models.Function{models.FunctionPrinting}
	}
	photo, err := w.Store.UploadPhoto(w.ctx(), app.ID, p.ExternalID, up)
	if err != nil {
		w.t.Fatal(err)
	}
	return photo
}

// Picture draws a JPEG of a hill under a sky; number chooses its colours.
func Picture(width, height, number int) []byte {
	m := image.NewRGBA(image.Rect(0, 0, width, height))
	turn := float64(number) * 0.7
	for y := range height {
		for x := range width {
			down := float64(y) / float64(height)
			hill := 0.62 + 0.12*math.Sin(float64(x)/float64(width)*5+turn)
			c := color.RGBA{uint8(120 + 90*math.Sin(turn+down)), uint8(150 + 70*down), uint8(235 - 90*down), 255}
			if down > hill {
				c = color.RGBA{uint8(40 + 60*math.Abs(math.Sin(turn))), uint8(95 + 50*(1-down)), uint8(55 + 40*math.Abs(math.Cos(turn))), 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	var file bytes.Buffer
	const fine = 88
	if err := jpeg.Encode(&file, m, &jpeg.Options{Quality: fine}); err != nil {
		panic(err) // a buffer takes everything
	}
	return file.Bytes()
}

// Telling is a picture that says when, where and with what it was taken, by whom, with a comment and a trailer.
func Telling(picture []byte, taken time.Time) []byte {
	const (
		ascii, long        = 2, 4
		maker, artist      = 0x010f, 0x013b
		inner, gps         = 0x8769, 0x8825
		original, latitude = 0x9003, 0x0001
		head               = 8
	)
	type tag struct {
		id, kind uint16
		text     string
		value    uint32
	}
	order := binary.BigEndian
	block := append([]byte("MM\x00*"), 0, 0, 0, head)
	directory := func(tags ...tag) {
		texts := uint32(len(block) + 2 + 12*len(tags) + 4)
		var behind []byte
		block = order.AppendUint16(block, uint16(len(tags)))
		for _, t := range tags {
			block = order.AppendUint16(order.AppendUint16(block, t.id), t.kind)
			count, value := uint32(1), t.value
			if t.kind == ascii {
				count, value = uint32(len(t.text)), texts+uint32(len(behind))
				behind = append(behind, t.text...)
			}
			block = order.AppendUint32(order.AppendUint32(block, count), value)
		}
		block = append(order.AppendUint32(block, 0), behind...)
	}
	tags := func(innerAt, gpsAt uint32) []tag {
		return []tag{
			{maker, ascii, "Camera Works\x00", 0},
			{artist, ascii, "Mei Lin\x00", 0},
			{inner, long, "", innerAt},
			{gps, long, "", gpsAt},
		}
	}
	directory(tags(0, 0)...)
	innerAt := uint32(len(block))
	directory(tag{original, ascii, taken.In(models.Shanghai).Format("2006:01:02 15:04:05") + "\x00", 0})
	gpsAt := uint32(len(block))
	directory(tag{latitude, ascii, "North\x00", 0})
	rest := block[head:]
	block = append([]byte(nil), block[:head]...)
	directory(tags(innerAt, gpsAt)...)
	block = append(block, rest[len(block)-head:]...)

	segment := func(mark byte, data string) []byte {
		return append(order.AppendUint16([]byte{0xff, mark}, uint16(len(data)+2)), data...)
	}
	file := append([]byte(nil), picture[:2]...)
	file = append(file, segment(0xe1, "Exif\x00\x00"+string(block))...)
	file = append(file, segment(0xfe, "at the lake with Grandma")...)
	file = append(file, picture[2:]...)
	return append(file, "a moment of film"...)
}
