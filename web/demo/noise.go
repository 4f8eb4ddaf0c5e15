package demo

import (
	"math"
	"math/rand/v2"
	"sync"
)

// fieldSize is the side of a noise field, a power of two.
const fieldSize = 1024

// field is a tile of smooth noise between 0 and 1 that repeats at every whole number.
type field []float32

// clouds is noise as in clouds: the same share of change at every size. ridges has sharp crests, as worn rock has.
var (
	clouds = sync.OnceValue(func() field { return newField(1, func(v float32) float32 { return v }) })
	ridges = sync.OnceValue(func() field { return newField(2, func(v float32) float32 { return 0.5 - 1.6*abs(v) }) })
)

// newField sums gradient noise (Perlin 2002) of doubling detail, each bent by the shape.
func newField(seed uint64, shape func(float32) float32) field {
	const coarsest, octaves = 4, 7
	r := rand.New(rand.NewPCG(seed, 0))
	f := make(field, fieldSize*fieldSize)
	share := float32(1)
	for o := range octaves {
		cells := coarsest << o
		slopes := make([][2]float32, cells*cells)
		for i := range slopes {
			s, c := math.Sincos(r.Float64() * 2 * math.Pi)
			slopes[i] = [2]float32{float32(c), float32(s)}
		}
		f.addOctave(slopes, cells, share, shape)
		share *= 0.52
	}
	low, high := f[0], f[0]
	for _, v := range f {
		low, high = min(low, v), max(high, v)
	}
	for i := range f {
		f[i] = (f[i] - low) / (high - low)
	}
	return f
}

func (f field) addOctave(slopes [][2]float32, cells int, share float32, shape func(float32) float32) {
	step := float32(cells) / fieldSize
	for y := range fieldSize {
		fy := float32(y) * step
		iy := int(fy)
		fy -= float32(iy)
		wy := fy * fy * fy * (fy*(fy*6-15) + 10)
		row, next := iy*cells, (iy+1)%cells*cells
		for x := range fieldSize {
			fx := float32(x) * step
			ix := int(fx)
			fx -= float32(ix)
			jx := (ix + 1) % cells
			wx := fx * fx * fx * (fx*(fx*6-15) + 10)
			a, b := slopes[row+ix], slopes[row+jx]
			c, d := slopes[next+ix], slopes[next+jx]
			top := lerp(a[0]*fx+a[1]*fy, b[0]*(fx-1)+b[1]*fy, wx)
			low := lerp(c[0]*fx+c[1]*(fy-1), d[0]*(fx-1)+d[1]*(fy-1), wx)
			f[y*fieldSize+x] += share * shape(lerp(top, low, wy))
		}
	}
}

// at reads the field between its points.
func (f field) at(x, y float32) float32 {
	x, y = x*fieldSize, y*fieldSize
	ix, iy := int(x), int(y)
	if x < float32(ix) {
		ix--
	}
	if y < float32(iy) {
		iy--
	}
	x, y = x-float32(ix), y-float32(iy)
	const wrap = fieldSize - 1
	row, next := f[iy&wrap*fieldSize:][:fieldSize], f[(iy+1)&wrap*fieldSize:][:fieldSize]
	i, j := ix&wrap, (ix+1)&wrap
	top := row[i] + (row[j]-row[i])*x
	low := next[i] + (next[j]-next[i])*x
	return top + (low-top)*y
}

// chance gives each cell of a grid its own lasting number between 0 and 1.
func chance(x, y, kind int) float32 {
	h := uint32(x)*0x9e3779b1 ^ uint32(y)*0x85ebca77 ^ uint32(kind)*0xc2b2ae3d
	h = (h ^ h>>15) * 0x2c1b3c6d
	h = (h ^ h>>12) * 0x297a2d39
	return float32(h^h>>15) / (1 << 32)
}
