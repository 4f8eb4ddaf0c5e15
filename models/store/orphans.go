package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"time"

	"github.com/jackc/pgx/v5"
	"gocloud.dev/blob"
)

// orphanAge is how old a file is that nobody is about to write the row of.
const orphanAge = time.Hour

// Orphans returns the keys of files of which no row speaks: what was left where a crash came between a file and its row. A
// file is counted once it is an hour old.
func (s *Store) Orphans(ctx context.Context) (keys []string, err error) {
	for prefix, spoken := range map[string]string{
		photoFiles: filesOfPhotos, recordingFiles: filesOfTalks, attachmentFiles: filesOfCases, paperFiles: filesOfPapers,
	} {
		err := s.oldFiles(ctx, prefix, func(some []string) error {
			known, err := s.knownFiles(ctx, spoken, some)
			for _, key := range some {
				if err == nil && !known[path.Base(key)] {
					keys = append(keys, key)
				}
			}
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("look for files without a row: %w", err)
		}
	}
	return keys, nil
}

// EraseOrphans erases files of which no row speaks, and counts them.
func (s *Store) EraseOrphans(ctx context.Context) (int, error) {
	keys, err := s.Orphans(ctx)
	if err == nil {
		err = s.removeFiles(ctx, keys)
	}
	if err != nil {
		return 0, fmt.Errorf("erase files without a row: %w", err)
	}
	return len(keys), nil
}

// orphansAtOnce is how many files are looked up at once.
const orphansAtOnce = 1000

// oldFiles hands on the keys below a prefix that are old enough, some at a time.
func (s *Store) oldFiles(ctx context.Context, prefix string, found func(keys []string) error) error {
	old := s.Now().Add(-orphanAge)
	var some []string
	for list := s.files.List(&blob.ListOptions{Prefix: prefix}); ; {
		file, err := list.Next(ctx)
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if err == nil && file.ModTime.Before(old) {
			some = append(some, file.Key)
		}
		if len(some) == orphansAtOnce || errors.Is(err, io.EOF) {
			if err := found(some); err != nil {
				return err
			}
			some = nil
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
	}
}

// knownFiles tells which of the names in keys rows speak of. It is asked after the files were found, in one statement: a row
// that is deleted or brought back meanwhile is seen in one place or in the other.
func (s *Store) knownFiles(ctx context.Context, spoken string, keys []string) (map[string]bool, error) {
	var names []string
	for _, key := range keys {
		if name := path.Base(key); isID(name) {
			names = append(names, name)
		}
	}
	known := map[string]bool{}
	err := s.batch(ctx, read{
		spoken + ` where name = any($1)`,
		[]any{names},
		each(func(rows pgx.Rows) error {
			var name string
			err := rows.Scan(&name)
			known[name] = true
			return err
		}),
	})
	return known, err
}
