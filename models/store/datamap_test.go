package store_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
)

// What the portal holds and what it says that it holds are the same: every column of the migrated database belongs to
// one category of the data map, or to a table that holds nothing about a person.
func TestTheDataMapOwnsEveryColumnOnce(t *testing.T) {
	w := storetest.New(t)
	rows, err := w.DB.Query(t.Context(), `select table_name || '.' || column_name from information_schema.columns
		where table_schema not in ('information_schema', 'pg_catalog')`)
	if err != nil {
		t.Fatal(err)
	}
	columns, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	if len(columns) == 0 {
		t.Fatal("the schema has no columns")
	}

	owners := map[string][]string{}
	for _, category := range models.Categories {
		for _, column := range category.Columns {
			owners[column] = append(owners[column], string(category.Key))
		}
	}
	plumbing := map[string]bool{}
	for _, column := range columns {
		table, _, _ := strings.Cut(column, ".")
		of := owners[column]
		if slices.Contains(models.Plumbing, table) {
			plumbing[table] = true
			of = append(of, "plumbing")
		}
		switch len(of) {
		case 1:
		case 0:
			t.Errorf("%s belongs to no category: give it to one in models/category.go", column)
		default:
			t.Errorf("%s belongs to %s: one is enough", column, strings.Join(of, " and "))
		}
	}
	for column, of := range owners {
		if !slices.Contains(columns, column) {
			t.Errorf("%s, which %s names, is not in the schema", column, of[0])
		}
	}
	for _, table := range models.Plumbing {
		if !plumbing[table] {
			t.Errorf("%s, which models.Plumbing names, is not in the schema", table)
		}
	}
}
