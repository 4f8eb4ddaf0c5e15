package app

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestFilesLieInTheDataFolderUnlessASettingSaysOtherwise(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "a data folder")
	got, err := Config{DataDir: folder}.filesURL()
	if want := "file://" + strings.ReplaceAll(folder, " ", "%20") + "/files"; err != nil || got != want {
		t.Errorf("%s, %v; want %s", got, err, want)
	}
	const bucket = "s3://photos?region=cn-north-1"
	if got, err := (Config{DataDir: folder, FilesURL: bucket}).filesURL(); err != nil || got != bucket {
		t.Errorf("%s, %v; want %s", got, err, bucket)
	}
	if got, err := (Config{DataDir: "./data"}).filesURL(); err != nil || !strings.HasPrefix(got, "file:///") {
		t.Errorf("%s, %v: what is relative is found from elsewhere", got, err)
	}
}

func TestAGuardianDecidesTo18OrTo14AndToNoOtherAge(t *testing.T) {
	for age, may := range map[string]bool{"": true, "18": true, "14": true, "13": false, "0": false, "21": false, "eighteen": false} {
		t.Setenv("GUARDIAN_AGE", age)
		got, err := readConfig()
		if may != (err == nil) || err != nil && !strings.Contains(err.Error(), "GUARDIAN_AGE") && !strings.Contains(err.Error(), "GuardianAge") {
			t.Errorf("GUARDIAN_AGE=%s is answered with %v", age, err)
		}
		if age == "" && got.GuardianAge != 18 {
			t.Errorf("without the setting a guardian decides to %d", got.GuardianAge)
		}
	}
}
