package store

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"time"

	"gocloud.dev/blob"
	"gocloud.dev/blob/fileblob"
	"gocloud.dev/blob/s3blob"
	"gocloud.dev/gcerrors"

	"jolara.com/privacy/models"
)

// File is one file of a person, opened: whoever gets it closes it.
type File struct {
	Name      string // under which it may be saved; see models.SaveAs
	MediaType string
	ETag      string // with its quotes; another file never has the same (RFC 9110, 8.8.3)
	Bytes     int64
	ModTime   time.Time
	io.ReadSeekCloser
}

// fileStore is where files lie: in a folder of this machine or network, or in a bucket.
type fileStore struct {
	*blob.Bucket
	inFolder bool
}

// openFiles opens the file store at an address. A folder is made where it is missing, for this user alone.
func openFiles(ctx context.Context, address string) (f fileStore, err error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != fileblob.Scheme && u.Scheme != s3blob.Scheme {
		return f, errors.New("read FILES_URL: it is neither file://… nor s3://…") // err would show what is in it
	}
	if f.inFolder = u.Scheme == fileblob.Scheme; f.inFolder {
		q := u.Query()
		for name, value := range map[string]string{
			"create_dir": "true", "dir_file_mode": "0700", "metadata": "skip",
			"no_tmp_dir": "true", // a temporary folder may lie on another disk
		} {
			if !q.Has(name) {
				q.Set(name, value)
			}
		}
		u.RawQuery = q.Encode()
	}
	if f.Bucket, err = blob.OpenBucket(ctx, u.String()); err != nil {
		return f, fmt.Errorf("open FILES_URL: %w", err)
	}
	return f, nil
}

// ready tells whether the file store answers. A folder is only looked for: to list it takes the longer the more is in it.
func (f fileStore) ready(ctx context.Context) error {
	if f.inFolder {
		var folder os.FileInfo
		if !f.As(&folder) {
			return errors.New("reach the file store: its folder is not there")
		}
		return nil
	}
	switch there, err := f.IsAccessible(ctx); {
	case err != nil:
		return fmt.Errorf("reach the file store: %w", err)
	case !there:
		return errors.New("reach the file store: its bucket is not there")
	}
	return nil
}

// The prefixes of keys, as the data map has them (models/category.go).
const (
	photoFiles      = "photos/"
	recordingFiles  = "recordings/"
	attachmentFiles = "attachments/"
	paperFiles      = "papers/"
)

// photoKey names a photo's file of one size. What comes first is a folder where files lie in a folder: one for each size,
// so that none is left behind empty.
func photoKey(file string, size models.Size) string { return photoFiles + string(size) + "/" + file }

// photoKeys names all files of a photo.
func photoKeys(file string) []string {
	keys := make([]string, len(models.Sizes))
	for i, size := range models.Sizes {
		keys[i] = photoKey(file, size)
	}
	return keys
}

// attachmentKey names the file of one size of a picture that is attached to a case.
func attachmentKey(file string, size models.Size) string {
	return attachmentFiles + string(size) + "/" + file
}

// paperKey names the file of one size of the photo of a guardian's sheet.
func paperKey(file string, size models.Size) string { return paperFiles + string(size) + "/" + file }

// recordingKey names a recording's file.
func recordingKey(file string) string { return recordingFiles + file }

// fileToWrite is a file before it is written.
type fileToWrite struct {
	key, mediaType string
	content        []byte
}

// writeFiles writes files, all of them or none: what was written before a failure is removed again.
func (s *Store) writeFiles(ctx context.Context, files ...fileToWrite) error {
	for i, f := range files {
		if err := s.files.WriteAll(ctx, f.key, f.content, &blob.WriterOptions{ContentType: f.mediaType}); err != nil {
			return errors.Join(fmt.Errorf("write a file: %w", err), s.takeBack(ctx, files[:i]...))
		}
	}
	return nil
}

// takeBack removes files whose row was not written, also where the caller has hung up.
func (s *Store) takeBack(ctx context.Context, files ...fileToWrite) error {
	keys := make([]string, len(files))
	for i, f := range files {
		keys[i] = f.key
	}
	return s.removeFiles(context.WithoutCancel(ctx), keys)
}

// removeFiles removes files; one that is not there is no error, so that it may be done again.
func (s *Store) removeFiles(ctx context.Context, keys []string) error {
	for _, key := range keys {
		if err := s.files.Delete(ctx, key); err != nil && gcerrors.Code(err) != gcerrors.NotFound {
			return fmt.Errorf("remove a file: %w", err)
		}
	}
	return nil
}

// openFile opens the file of a key, or returns ErrNotFound. The key itself stays here.
func (s *Store) openFile(ctx context.Context, key string, f File) (File, error) {
	reader, err := s.files.NewReader(ctx, key, nil)
	switch {
	case gcerrors.Code(err) == gcerrors.NotFound:
		return File{}, models.ErrNotFound
	case err != nil:
		return File{}, fmt.Errorf("open a file: %w", err)
	}
	tag := s.vault.Fingerprint("file", key)
	f.ETag, f.Bytes, f.ReadSeekCloser = `"`+hex.EncodeToString(tag[:])+`"`, reader.Size(), reader
	return f, nil
}
