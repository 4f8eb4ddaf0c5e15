package demo

import (
	"image"
	"math"
	"math/rand/v2"
	"sync"
)

// grade is how a picture is developed.
type grade struct {
	exposure, contrast, saturation float32
	vignette, grain, bloom, fade   float32
	tint                           rgb // 1, 1, 1 is neutral
}

var plain = grade{exposure: 1, contrast: 0.25, saturation: 1.05, vignette: 0.3, grain: 3, bloom: 0.5, tint: rgb{1, 1, 1}}

// curveSteps and curveReach are the size of the tone curve and the brightest light that it knows.
const curveSteps, curveReach = 1 << 14, 4

// curve bends light as film does: highlights roll off, the middle gains contrast, and comes out as a screen's steps.
func (g grade) curve() *[curveSteps]uint8 {
	const knee = 0.55
	table := new([curveSteps]uint8)
	for i := range table {
		v := float64(i) / curveSteps * curveReach
		if v > knee {
			v = knee + (1-knee)*(1-math.Exp(-(v-knee)/(1-knee)*0.9))
		}
		if v <= 0.0031308 {
			v *= 12.92
		} else {
			v = 1.055*math.Pow(v, 1/2.4) - 0.055
		}
		v = min(v, 1)
		s := v * v * (3 - 2*v)
		v += (s - v) * float64(g.contrast)
		v = float64(g.fade) + v*(1-float64(g.fade))
		table[i] = uint8(min(v*255+0.5, 255))
	}
	return table
}

const grainSize = 256

// grains is a tile of film grain around 0.
var grains = sync.OnceValue(func() []float32 {
	r := rand.New(rand.NewPCG(3, 0))
	tile := make([]float32, grainSize*grainSize)
	for i := range tile {
		tile[i] = float32(r.NormFloat64())
	}
	soft := append([]float32(nil), tile...)
	blurRows(soft, grainSize, grainSize, 1)
	blurColumns(soft, grainSize, grainSize, 1)
	for i := range tile {
		tile[i] = 0.4*tile[i] + 1.6*soft[i]
	}
	return tile
})

// develop turns the painted light into a picture: bloom, vignette, tone curve and grain.
func (c *canvas) develop() *image.YCbCr {
	g := c.grade
	if g.bloom > 0 {
		c.bloom(g.bloom)
	}
	curve, grain := g.curve(), grains()
	out := image.NewYCbCr(image.Rect(0, 0, c.w, c.h), image.YCbCrSubsampleRatio420)
	shift := int(c.Uint32() % grainSize)
	gain := g.tint.times(g.exposure * curveSteps / curveReach)
	step := func(v float32) float32 { return float32(curve[min(max(int(v), 0), curveSteps-1)]) }
	const even = 1
	blue, red := make([]float32, out.CStride), make([]float32, out.CStride)
	for py := range c.h {
		if py&even == 0 {
			clear(blue)
			clear(red)
		}
		dy := (float32(py)/float32(c.h) - 0.5) * 2
		specks := grain[(py*7+shift)%grainSize*grainSize:][:grainSize]
		row, luma := c.px[py*c.w:][:c.w], out.Y[py*out.YStride:]
		for px, p := range row {
			dx := (float32(px)/float32(c.w) - 0.5) * 2
			dd := (dx*dx + dy*dy) * 0.5
			p = p.saturate(g.saturation).filter(gain).times(1 - g.vignette*dd*dd - g.vignette*0.3*dd)
			r, gr, b := step(p.r), step(p.g), step(p.b)
			y := 0.299*r + 0.587*gr + 0.114*b
			blue[px/2] += (b - y) * 0.564 / 4
			red[px/2] += (r - y) * 0.713 / 4
			mid := 1 - abs(y-110)/220 // grain shows most in the middle tones
			luma[px] = uint8(min(max(y+specks[(px+shift)&(grainSize-1)]*g.grain*mid+0.5, 0), 255))
		}
		if py&even == 1 || py == c.h-1 {
			at := py / 2 * out.CStride
			for i := range blue {
				out.Cb[at+i] = uint8(min(max(blue[i]+128.5, 0), 255))
				out.Cr[at+i] = uint8(min(max(red[i]+128.5, 0), 255))
			}
		}
	}
	return out
}
