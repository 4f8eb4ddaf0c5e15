package storetest

import (
	"io/fs"
	"path/filepath"
	"testing"
)

// FilesIn returns the names of all files that lie in a folder, or in one of its folders, such as that of a store's files.
func FilesIn(t testing.TB, folder string) (files []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
