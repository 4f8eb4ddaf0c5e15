package picture

import (
	"encoding/binary"
	"image"
	"math"
)

// srgb turns the colours of a picture into those of sRGB, for thumbnails that carry no profile: phones store Display P3,
// some cameras Adobe RGB, and both look dull when they are taken for sRGB.
type srgb struct {
	linear [3][256]float32 // light by value, for red, green and blue
	matrix [3][3]float32   // from the profile's light to sRGB's
}

// d50 turns colours of ICC's connection space (XYZ under D50) into sRGB's light (IEC 61966-2-1, adapted by Bradford).
var d50 = [3][3]float64{
	{3.1338561, -1.6168667, -0.4906146},
	{-0.9787684, 1.9161415, 0.0334540},
	{0.0719453, -0.2289914, 1.4052427},
}

// gamma is sRGB's value by light, in steps fine enough that neighbours differ by less than one value.
var gamma = func() (table [1 << 12]byte) {
	for i := range table {
		light := (float64(i) + 0.5) / float64(len(table))
		value := 12.92 * light
		if light > 0.0031308 {
			value = 1.055*math.Pow(light, 1/2.4) - 0.055
		}
		table[i] = byte(255*value + 0.5)
	}
	return table
}()

// readProfile reads an ICC profile (ICC.1:2022) that is a matrix and three curves, as those of cameras and phones are.
// Others, for print or grey, are not followed: nil, and the colours stay as they are.
func readProfile(profile []byte) *srgb {
	tags := profileTags(profile)
	if tags == nil || string(profile[16:20]) != "RGB " {
		return nil
	}
	var s srgb
	var columns [3][3]float64
	for i, name := range []string{"r", "g", "b"} {
		xyz := tags[name+"XYZ"]
		if len(xyz) < 20 || !curve(&s.linear[i], tags[name+"TRC"]) {
			return nil
		}
		for j := range 3 {
			columns[j][i] = fixed(xyz[8+4*j:])
		}
	}
	for i := range 3 {
		for j := range 3 {
			for k := range 3 {
				s.matrix[i][j] += float32(d50[i][k] * columns[k][j])
			}
		}
	}
	return &s
}

// profileTags lists a profile's tags by name.
func profileTags(profile []byte) map[string][]byte {
	const head, size = 132, 12
	if len(profile) < head || string(profile[36:40]) != "acsp" {
		return nil
	}
	tags := map[string][]byte{}
	table := profile[head:]
	for range min(binary.BigEndian.Uint32(profile[128:]), 100) {
		if len(table) < size {
			break
		}
		at, length := uint64(binary.BigEndian.Uint32(table[4:])), uint64(binary.BigEndian.Uint32(table[8:]))
		if at+length <= uint64(len(profile)) {
			tags[string(table[:4])] = profile[at : at+length]
		}
		table = table[size:]
	}
	return tags
}

// fixed reads a number with 16 bits behind the point.
func fixed(b []byte) float64 { return float64(int32(binary.BigEndian.Uint32(b))) / (1 << 16) }

// curve fills a table with the light of each value.
func curve(table *[256]float32, tag []byte) bool {
	var light func(value float64) float64
	switch {
	case len(tag) >= 12 && string(tag[:4]) == "curv":
		light = sampled(tag)
	case len(tag) >= 16 && string(tag[:4]) == "para":
		light = parametric(tag)
	}
	if light == nil {
		return false
	}
	for i := range table {
		l := light(float64(i) / 255)
		if math.IsNaN(l) {
			return false
		}
		table[i] = float32(min(1, max(0, l)))
	}
	return true
}

// sampled reads a curve of steps, or one that is a power.
func sampled(tag []byte) func(float64) float64 {
	count, steps := int64(binary.BigEndian.Uint32(tag[8:])), tag[12:]
	if 2*count > int64(len(steps)) {
		return nil
	}
	switch count {
	case 0:
		return func(v float64) float64 { return v }
	case 1:
		power := float64(binary.BigEndian.Uint16(steps)) / 256
		return func(v float64) float64 { return math.Pow(v, power) }
	}
	step := func(i int64) float64 { return float64(binary.BigEndian.Uint16(steps[2*i:])) / 65535 }
	return func(v float64) float64 {
		at := v * float64(count-1)
		i := min(int64(at), count-2)
		part := at - float64(i)
		return step(i)*(1-part) + step(i+1)*part
	}
}

// parametric reads a curve that is one of ICC's five formulas.
func parametric(tag []byte) func(float64) float64 {
	kind := int(binary.BigEndian.Uint16(tag[8:]))
	counts := [...]int{1, 3, 4, 5, 7}
	if kind >= len(counts) || len(tag) < 12+4*counts[kind] {
		return nil
	}
	p := [7]float64{1: 1} // g a b c d e f
	for i := range counts[kind] {
		p[i] = fixed(tag[12+4*i:])
	}
	g, a, b, c, d, e, f := p[0], p[1], p[2], p[3], p[4], p[5], p[6]
	switch kind {
	case 1, 2: // a bend at -b/a, below which the light is c
		d, e, f, c = -b/a, c, c, 0
	}
	return func(v float64) float64 {
		if v < d {
			return c*v + f
		}
		return math.Pow(a*v+b, g) + e
	}
}

// convert changes the colours of a picture in place.
func (s *srgb) convert(m *image.RGBA) {
	const top = float32(len(gamma) - 1)
	for i := 0; i+4 <= len(m.Pix); i += 4 {
		p := m.Pix[i : i+3 : i+3]
		r, g, b := s.linear[0][p[0]], s.linear[1][p[1]], s.linear[2][p[2]]
		for j, row := range s.matrix {
			p[j] = gamma[int(min(1, max(0, row[0]*r+row[1]*g+row[2]*b))*top)]
		}
	}
}
