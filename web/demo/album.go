// Package demo makes the demo world's things: pictures that it draws itself, the rows of a service log, orders, and sounds.
// All of it follows from the day on which it begins, so that who makes it again makes the same.
package demo

import (
	"bytes"
	"cmp"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"slices"
	"time"
)

// picture is one shot of a scene, before it is drawn.
type picture struct {
	scene       scene
	number      int // of the scene
	occasion    int // of the scene's meetings
	shot        shot
	taken       time.Time
	orientation int // as a camera notes how it was held (Exif 2.32, 4.6.4 A)
	device      device
	located     bool
}

// device is what took it.
type device struct {
	model, serial string
	w, h          int
}

var (
	camera = device{"Demo Camera 2", "JD2-204819", 1080, 720}
	phone  = device{"Demo Phone 4", "", 1024, 768}
)

// china is the time that the demo person lives by.
var china = time.FixedZone("", 8*60*60)

// albumDays is how far back the album goes.
const albumDays = 400

// Album returns the pictures that were taken up to a day, oldest first. Each is drawn when it is asked for its file.
func Album(until time.Time) []Photo {
	var album []Photo
	for number, s := range scenes() {
		for occasion, m := range s.met {
			r := rand.New(rand.NewPCG(uint64(number), uint64(occasion)))
			p := picture{scene: s, number: number, occasion: occasion, device: phone, located: r.IntN(3) < 2}
			if r.IntN(5) < 2 {
				p.device = camera
			}
			at := s.day(until, r)
			p.taken = time.Date(at.Year(), at.Month(), at.Day(), m.sky().hour, r.IntN(60), r.IntN(60), 0, china)
			for i := range s.shots(occasion + number) {
				p.frame(i, r)
				photo := Photo{
					ID: fmt.Sprintf("demo-photo-%02d-%02d-%d", number+1, occasion+1, i+1), FileName: m.title + p.ending(i),
					Taken: p.taken, Functions: []string{"keeping"}, File: p.draw,
				}
				if r.IntN(5) < 2 {
					photo.Functions = append(photo.Functions, "printing")
				}
				album = append(album, photo)
				p.taken = p.taken.Add(time.Duration(6+r.IntN(140)) * time.Second)
			}
		}
	}
	slices.SortStableFunc(album, func(a, b Photo) int { return a.Taken.Compare(b.Taken) })
	return album
}

// shots is how often a scene is photographed at a meeting: mostly once.
func (s scene) shots(n int) int {
	if s.download {
		return 1
	}
	return 1 + []int{0, 1, 0, 2, 0, 1, 0}[n%7]
}

// ending tells the shots of a meeting apart.
func (p picture) ending(i int) string {
	if p.scene.download {
		return ".png"
	}
	return []string{"", ", closer", ", upright"}[i] + ".jpg"
}

// day is a day of the scene's season, rather a late one than an early one.
func (s scene) day(until time.Time, r *rand.Rand) time.Time {
	for {
		early := r.Float64()
		at := until.In(china).AddDate(0, 0, -1-int(early*early*albumDays))
		if len(s.season) == 0 || slices.Contains(s.season, at.Month()) {
			return at
		}
	}
}

// frame says where the camera stands for the first, second or third shot.
func (p *picture) frame(i int, r *rand.Rand) {
	p.orientation = 1
	p.shot = shot{w: p.device.w, h: p.device.h, zoom: cmp.Or(p.scene.zoom, 1), dy: p.scene.lower}
	if p.scene.download {
		p.shot.w, p.shot.h = 840, 840
		return
	}
	near := func(a, b float64) float32 { return float32(a + (b-a)*r.Float64()) }
	switch i {
	case 1:
		p.shot.zoom *= near(1.25, 1.45)
		p.shot.dx, p.shot.dy = near(-0.09, 0.09), p.scene.lower+near(-0.04, 0.04)
	case 2:
		p.shot = p.shot.upright()
		p.shot.zoom *= near(0.98, 1.08)
		p.shot.dx = near(-0.05, 0.05)
		p.orientation = 6
		if r.IntN(3) == 0 {
			p.orientation = 8
		}
	}
}

// draw draws the picture and returns its file.
func (p picture) draw() ([]byte, error) {
	c := p.paint()
	var file bytes.Buffer
	if p.scene.download {
		c.grade.grain = 0 // what film never saw
		err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&file, c.develop())
		return file.Bytes(), err
	}
	const quality = 86
	if err := jpeg.Encode(&file, held(c.develop(), p.orientation), &jpeg.Options{Quality: quality}); err != nil {
		return nil, err
	}
	return withExif(file.Bytes(), p.exif()), nil
}

// paint paints the scene as it was met.
func (p picture) paint() *canvas {
	c := newCanvas(uint64(p.number)<<32+uint64(p.occasion)*7919+1, p.shot)
	c.sky, c.occasion = p.scene.met[p.occasion].sky(), p.occasion
	p.scene.paint(c)
	return c
}

// held is a picture as the sensor of a camera saw it that was held so: what stands upright is stored lying.
func held(upright *image.YCbCr, orientation int) *image.YCbCr {
	if orientation == 1 {
		return upright
	}
	w, h := upright.Rect.Dy(), upright.Rect.Dx()
	out := image.NewYCbCr(image.Rect(0, 0, w, h), upright.SubsampleRatio)
	turn := func(to []byte, toStride int, from []byte, fromStride, w, h int) {
		for y := range h {
			for x := range w {
				// 6 is shown turned clockwise, 8 the other way.
				at := x*fromStride + h - 1 - y
				if orientation == 8 {
					at = (w-1-x)*fromStride + y
				}
				to[y*toStride+x] = from[at]
			}
		}
	}
	turn(out.Y, out.YStride, upright.Y, upright.YStride, w, h)
	turn(out.Cb, out.CStride, upright.Cb, upright.CStride, w/2, h/2)
	turn(out.Cr, out.CStride, upright.Cr, upright.CStride, w/2, h/2)
	return out
}
