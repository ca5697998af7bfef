package io.freshet.tags.paging;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PageParametersTests {

	@Test
	void hasDefaults() {
		assertThat(read(null, null, null)).isEqualTo(new PageRequest<>(0, 20, Fruit.WEIGHT, SortDirection.DESC));
	}

	@ParameterizedTest
	@CsvSource({ "'ripeAt', RIPE_AT, ASC", "'ripeAt,asc', RIPE_AT, ASC", "'ripeAt,desc', RIPE_AT, DESC",
			"'weight,DESC', WEIGHT, DESC", "'weight', WEIGHT, ASC" })
	void readsSort(String sort, Fruit field, SortDirection direction) {
		assertThat(read(null, null, sort)).isEqualTo(new PageRequest<>(0, 20, field, direction));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "colour", "Weight", "RIPE_AT", "weight,", ",asc", "weight,up", "weight,asc,desc",
			"weight,asc,ripeAt,desc", "weight asc", "weight;drop table post" })
	void refusesOtherSortAndNamesTheFields(String sort) {
		assertThatExceptionOfType(InvalidParameterException.class).isThrownBy(() -> read(null, null, sort))
			.withMessageContaining("'" + sort + "'")
			.satisfies((ex) -> assertThat(ex.parameter()).isEqualTo("sort"))
			.satisfies((ex) -> assertThat(ex.allowed()).contains("weight, ripeAt"));
	}

	@ParameterizedTest
	@CsvSource({ "0, 1", "7, 100", "2147483647, 20" })
	void readsPageAndSize(String page, String size) {
		PageRequest<Fruit> request = read(page, size, null);

		assertThat(request.page()).isEqualTo(Integer.parseInt(page));
		assertThat(request.size()).isEqualTo(Integer.parseInt(size));
		assertThat(request.offset()).isEqualTo(Long.parseLong(page) * Long.parseLong(size));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "-1", "x", "1.0", "2147483648", "1,2" })
	void refusesOtherPage(String page) {
		assertThatExceptionOfType(InvalidParameterException.class).isThrownBy(() -> read(page, null, null))
			.withMessage("Parameter 'page' is '" + page + "' but must be a number, 0 or greater");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "0", "-1", "101", "x", "99999999999" })
	void refusesOtherSize(String size) {
		assertThatExceptionOfType(InvalidParameterException.class).isThrownBy(() -> read(null, size, null))
			.withMessage("Parameter 'size' is '" + size + "' but must be a number from 1 to 100");
	}

	@ParameterizedTest
	@CsvSource({ "-1, 20", "0, 0", "0, 101" })
	void requestChecksItself(int page, int size) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new PageRequest<>(page, size, Fruit.WEIGHT, SortDirection.ASC));
	}

	private static PageRequest<Fruit> read(@Nullable String page, @Nullable String size, @Nullable String sort) {
		return new PageParameters(page, size, sort).toRequest(Fruit.WEIGHT, SortDirection.DESC);
	}

}
