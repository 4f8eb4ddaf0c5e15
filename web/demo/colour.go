package demo

import "math"

// rgb is a colour in linear light: 1 is paper white, a lamp is brighter.
type rgb struct{ r, g, b float32 }

// hex reads a colour as designers write it, 0xRRGGBB in sRGB.
func hex(c uint32) rgb {
	return rgb{fromSRGB(c >> 16 & 0xff), fromSRGB(c >> 8 & 0xff), fromSRGB(c & 0xff)}
}

func fromSRGB(v uint32) float32 { return srgb[v] }

// srgb is the light behind each of the 256 steps of a screen (IEC 61966-2-1).
var srgb = func() (table [256]float32) {
	for i := range table {
		v := float64(i) / 255
		if v <= 0.04045 {
			table[i] = float32(v / 12.92)
		} else {
			table[i] = float32(math.Pow((v+0.055)/1.055, 2.4))
		}
	}
	return table
}()

func (a rgb) mix(b rgb, t float32) rgb {
	return rgb{a.r + (b.r-a.r)*t, a.g + (b.g-a.g)*t, a.b + (b.b-a.b)*t}
}
func (a rgb) add(b rgb) rgb       { return rgb{a.r + b.r, a.g + b.g, a.b + b.b} }
func (a rgb) times(k float32) rgb { return rgb{a.r * k, a.g * k, a.b * k} }
func (a rgb) filter(b rgb) rgb    { return rgb{a.r * b.r, a.g * b.g, a.b * b.b} }
func (a rgb) light() float32      { return 0.2126*a.r + 0.7152*a.g + 0.0722*a.b }
func (a rgb) saturate(k float32) rgb {
	l := a.light()
	return rgb{l, l, l}.mix(a, k)
}

// exp is e to the power of v, near enough for light that fades: (1 + v/256)^256.
func exp(v float32) float32 {
	v = max(1+v/256, 0)
	v *= v
	v *= v
	v *= v
	v *= v
	v *= v
	v *= v
	v *= v
	return v * v
}

func clamp(v float32) float32 { return min(max(v, 0), 1) }

// ramp goes smoothly from 0 at a to 1 at b.
func ramp(a, b, v float32) float32 {
	t := clamp((v - a) / (b - a))
	return t * t * (3 - 2*t)
}

func lerp(a, b, t float32) float32 { return a + (b-a)*t }

func sqrt(v float32) float32   { return float32(math.Sqrt(float64(v))) }
func sin(v float32) float32    { return float32(math.Sin(float64(v))) }
func cos(v float32) float32    { return float32(math.Cos(float64(v))) }
func pow(v, p float32) float32 { return float32(math.Pow(float64(v), float64(p))) }
func abs(v float32) float32    { return max(v, -v) }
func floor(v float32) float32  { return float32(math.Floor(float64(v))) }
func hypot(x, y float32) float32 {
	return sqrt(x*x + y*y)
}
