package io.freshet.tags.paging;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

class PageHeadersTests {

	@ParameterizedTest
	@CsvSource({ "0, 0, first=0 last=0", "0, 1, first=0 last=0", "0, 10, first=0 last=0",
			"0, 11, first=0 next=1 last=1", "1, 11, first=0 prev=0 last=1", "1, 21, first=0 prev=0 next=2 last=2",
			"2, 21, first=0 prev=1 last=2", "9, 21, first=0 prev=2 last=2", "9, 0, first=0 prev=0 last=0",
			"2147483647, 5, first=0 prev=0 last=0" })
	void linksFirstPreviousNextAndLastPage(int page, long total, String links) {
		HttpHeaders headers = PageHeaders.of("/fruit", Map.of(), request(page), total);

		String found = headers.getFirst(HttpHeaders.LINK)
			.replaceAll("</fruit\\?page=(\\d+)&size=10&sort=ripeAt,desc>; rel=\"(\\w+)\"", "$2=$1")
			.replace(", ", " ");
		assertThat(found).isEqualTo(links);
		assertThat(headers.getFirst("X-Total-Count")).isEqualTo(Long.toString(total));
	}

	@Test
	void keepsFiltersInOneOrderAndEncoded() {
		Map<String, String> filters = Map.of("tag", "a&b", "colour", "light green");

		HttpHeaders headers = PageHeaders.of("/fruit", filters, request(0), 1);

		assertThat(headers.getFirst(HttpHeaders.LINK))
			.startsWith("</fruit?page=0&size=10&sort=ripeAt,desc&colour=light%20green&tag=a%26b>; rel=\"first\", ");
	}

	private static PageRequest<Fruit> request(int page) {
		return new PageRequest<>(page, 10, Fruit.RIPE_AT, SortDirection.DESC);
	}

}
