package io.freshet.caching.load;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the benchmarks keep: about a kilobyte as JSON.
 *
 * @param id the identifier
 * @param title the title
 * @param body the body
 * @param author the author
 * @param tags the tags
 * @param created when it was written
 */
public record Article(long id, String title, String body, Author author, List<String> tags,
		String created) implements Serializable {

	/**
	 * Makes an article.
	 * @param id the identifier
	 * @return the article
	 */
	public static Article of(long id) {
		return new Article(id, "Article " + id, "Lorem ipsum dolor sit amet. ".repeat(25),
				new Author("Ada", "ada@example.org"), IntStream.range(0, 5).mapToObj((i) -> "tag-" + i).toList(),
				Instant.EPOCH.toString());
	}

	/**
	 * An author.
	 *
	 * @param name the name
	 * @param mail the address
	 */
	public record Author(String name, String mail) implements Serializable {
	}

}
