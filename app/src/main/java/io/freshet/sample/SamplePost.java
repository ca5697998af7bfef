package io.freshet.sample;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.freshet.sample.SampleMaterial.SampleTag;
import io.freshet.sample.SampleMaterial.Subject;
import io.freshet.sample.SampleMaterial.Topic;

/**
 * A post made of sample material.
 *
 * @param title the title
 * @param body several paragraphs
 * @param author who wrote it
 * @param tags the names of its tags
 * @param createdAt when it was published
 */
record SamplePost(String title, String body, String author, List<String> tags, Instant createdAt) {

	private static final long SEED = 20_260_301;

	private static final Duration SPREAD = Duration.ofDays(730);

	private static final int SHORTEST = 200;

	private static final int LONGEST = 6000;

	private static final String PARAGRAPH = "\n\n";

	/**
	 * Makes one post for each title of each subject, the same ones each time.
	 * @param material what to make them of
	 * @param newest the time of the newest post; the others lie in the two years before
	 * @return the posts, oldest first
	 */
	static List<SamplePost> all(SampleMaterial material, Instant newest) {
		Random random = new Random(SEED);
		List<SamplePost> posts = new ArrayList<>();
		for (Topic topic : material.topics()) {
			for (Subject subject : topic.subjects()) {
				for (String title : topic.titles()) {
					posts.add(make(material, topic, subject, title, newest, random));
				}
			}
		}
		return posts.stream().sorted(Comparator.comparing(SamplePost::createdAt)).toList();
	}

	private static SamplePost make(SampleMaterial material, Topic topic, Subject subject, String title, Instant newest,
			Random random) {
		String filled = title.replace("{s}", subject.name());
		Instant createdAt = newest.minusSeconds(random.nextLong(SPREAD.toSeconds()));
		return new SamplePost(Character.toUpperCase(filled.charAt(0)) + filled.substring(1),
				body(material, topic, subject, random), pick(material.authors(), random), tags(topic, random),
				createdAt);
	}

	/** Many short ones, few long ones. */
	private static String body(SampleMaterial material, Topic topic, Subject subject, Random random) {
		int length = SHORTEST + (int) ((LONGEST - SHORTEST) * Math.pow(random.nextDouble(), 3));
		String closing = PARAGRAPH + pick(material.closings(), random);
		StringBuilder body = new StringBuilder(pick(material.openings(), random));
		body.append(' ').append(String.join(" ", shuffled(subject.sentences(), random)));
		List<String> rest = List.of();
		while (true) {
			if (rest.isEmpty()) {
				rest = shuffled(Stream.concat(topic.general().stream(), material.bridges().stream()).toList(), random);
			}
			String sentence = rest.get(0);
			rest = rest.subList(1, rest.size());
			String joint = (random.nextInt(4) == 0) ? PARAGRAPH : " ";
			if (body.length() + joint.length() + sentence.length() + closing.length() > length) {
				return body.append(closing).toString();
			}
			body.append(joint).append(sentence);
		}
	}

	private static List<String> tags(Topic topic, Random random) {
		List<String> names = topic.tags().stream().map(SampleTag::name).collect(Collectors.toList());
		String first = names.remove(0);
		Collections.shuffle(names, random);
		return Stream.concat(Stream.of(first), names.stream().limit(random.nextInt(names.size()))).toList();
	}

	private static <T> T pick(List<T> choices, Random random) {
		return choices.get(random.nextInt(choices.size()));
	}

	private static List<String> shuffled(List<String> sentences, Random random) {
		List<String> copy = new ArrayList<>(sentences);
		Collections.shuffle(copy, random);
		return copy;
	}

}
