package io.freshet.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.ClassPathResource;

/**
 * Sentences from which posts are made.
 *
 * @param authors names of people who write
 * @param openings sentences to begin with, whatever the topic
 * @param bridges sentences for the middle, whatever the topic
 * @param closings sentences to end with, whatever the topic
 * @param topics what is written about
 */
record SampleMaterial(List<String> authors, List<String> openings, List<String> bridges, List<String> closings,
		List<Topic> topics) {

	static SampleMaterial load() {
		try (InputStream json = new ClassPathResource("sample/material.json").getInputStream()) {
			return JsonMapper.shared().readValue(json, SampleMaterial.class);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A topic.
	 *
	 * @param tags the tags of its posts
	 * @param titles patterns of titles, each with a place for the subject
	 * @param general sentences that fit every subject
	 * @param subjects what it consists of
	 */
	record Topic(List<SampleTag> tags, List<String> titles, List<String> general, List<Subject> subjects) {
	}

	/**
	 * A tag.
	 *
	 * @param name its name
	 * @param description what it is about
	 */
	record SampleTag(String name, String description) {
	}

	/**
	 * A subject within a topic.
	 *
	 * @param name its name
	 * @param sentences sentences that fit nothing else
	 */
	record Subject(String name, List<String> sentences) {
	}

}
