package io.freshet.caching.http;

/**
 * One line of a header section.
 *
 * @param name the name of the field
 * @param value its value
 */
public record HeaderField(String name, String value) {
}
