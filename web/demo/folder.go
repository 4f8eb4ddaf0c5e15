package demo

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Folder returns the photos in a folder, oldest first by their files: JPEG, PNG and WebP by their names. A photo's id follows
// from what is in it, so that it is the same photo wherever it lies.
func Folder(name string) ([]Photo, error) {
	entries, err := os.ReadDir(name)
	if err != nil {
		return nil, fmt.Errorf("read photos: %w", err)
	}
	type file struct {
		photo Photo
		age   int64
	}
	var files []file
	for i, e := range entries {
		if !slices.Contains([]string{".jpg", ".jpeg", ".png", ".webp"}, strings.ToLower(filepath.Ext(e.Name()))) {
			continue
		}
		info, err := e.Info()
		if err != nil {
			return nil, fmt.Errorf("read photos: %w", err)
		}
		path := filepath.Join(name, e.Name())
		content, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("read photos: %w", err)
		}
		p := Photo{
			ID: fmt.Sprintf("demo-file-%x", sha256.Sum256(content))[:26], FileName: e.Name(), Functions: []string{"keeping"},
			File: func() ([]byte, error) { return os.ReadFile(path) },
		}
		if i%2 == 0 {
			p.Functions = append(p.Functions, "printing")
		}
		files = append(files, file{p, info.ModTime().UnixNano()})
	}
	slices.SortStableFunc(files, func(a, b file) int { return int(min(max(a.age-b.age, -1), 1)) })
	photos := make([]Photo, len(files))
	for i, f := range files {
		photos[i] = f.photo
	}
	return slices.CompactFunc(photos, func(a, b Photo) bool { return a.ID == b.ID }), nil
}
