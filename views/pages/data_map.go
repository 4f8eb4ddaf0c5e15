package pages

import (
	"context"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
)

// DataMapCategory is one category of the data map, as anybody may read it (#6, #7).
type DataMapCategory struct {
	models.Category
	Number int // from 1
}

// dataMap numbers the categories.
func dataMap() []DataMapCategory {
	list := make([]DataMapCategory, len(models.Categories))
	for i, category := range models.Categories {
		list[i] = DataMapCategory{category, i + 1}
	}
	return list
}

// id is the category's place on the page.
func (c DataMapCategory) id() string { return string(c.Key) }

// ofMinors says what else holds for minors, or nothing where the same does.
func (c DataMapCategory) ofMinors(ctx context.Context) string {
	if words := components.KeptOfMinors(ctx, c.Key); words != components.Kept(ctx, c.Key) {
		return words
	}
	return ""
}
