package io.freshet.tags.paging;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

import org.springframework.http.HttpHeaders;
import org.springframework.web.util.UriUtils;

/**
 * Makes the headers of a page: {@code X-Total-Count}, and {@code Link} (RFC 8288) with
 * the first, previous, next and last page.
 * <p>
 * The links are relative, and have only the parameters that the listing knows: they
 * depend neither on a {@code Host} header nor on a parameter that a cache ignores, so a
 * stored page is right for everybody.
 */
public final class PageHeaders {

	/**
	 * Name of the header with the number of all items.
	 */
	public static final String TOTAL_COUNT = "X-Total-Count";

	private PageHeaders() {
	}

	/**
	 * Makes the headers of a page.
	 * @param path the path of the listing
	 * @param filters the parameters of the listing beside page, size and sort
	 * @param request what was asked for
	 * @param total how many items the whole listing has
	 * @return the headers
	 */
	public static HttpHeaders of(String path, Map<String, String> filters, PageRequest<?> request, long total) {
		HttpHeaders headers = new HttpHeaders();
		headers.set(TOTAL_COUNT, Long.toString(total));
		headers.set(HttpHeaders.LINK, link(path, filters, request, total));
		return headers;
	}

	private static String link(String path, Map<String, String> filters, PageRequest<?> request, long total) {
		long last = Math.max(0, (total - 1) / request.size());
		StringJoiner links = new StringJoiner(", ");
		links.add(link(path, filters, request, 0, "first"));
		if (request.page() > 0) {
			links.add(link(path, filters, request, Math.min(request.page() - 1, last), "prev"));
		}
		if (request.page() < last) {
			links.add(link(path, filters, request, request.page() + 1L, "next"));
		}
		links.add(link(path, filters, request, last, "last"));
		return links.toString();
	}

	private static String link(String path, Map<String, String> filters, PageRequest<?> request, long page,
			String relation) {
		StringJoiner query = new StringJoiner("&");
		query.add("page=" + page).add("size=" + request.size()).add("sort=" + request.sortParameter());
		new TreeMap<>(filters).forEach((name, value) -> query.add(encode(name) + "=" + encode(value)));
		return "<" + path + "?" + query + ">; rel=\"" + relation + "\"";
	}

	private static String encode(String text) {
		return UriUtils.encode(text, StandardCharsets.UTF_8);
	}

}
