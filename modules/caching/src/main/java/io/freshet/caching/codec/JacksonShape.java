package io.freshet.caching.codec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.AbstractDeserializer;
import tools.jackson.databind.deser.SettableBeanProperty;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.deser.std.ContainerDeserializerBase;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.ObjectIdInfo;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.PropertyWriter;

import io.freshet.caching.CacheException;

/**
 * Describes the form of a type's JSON as text, by what Jackson resolved for writing and
 * reading it. Two types with the same description read each other's JSON.
 * <p>
 * Types of the program are numbered in the order in which they are met, so that their
 * names are no part of the description, unless the JSON has them or there is nothing else
 * to tell of them. Types of the platform are told by their name alone. Properties,
 * constants and subtypes are in alphabetical order, so that nothing depends on the order
 * in which reflection lists members.
 */
final class JacksonShape {

	private static final String VERSION = "json 1";

	private static final String JACKSON = "tools.jackson.";

	private final Map<JavaType, String> met = new HashMap<>();

	private final List<String> definitions = new ArrayList<>();

	private final JsonMapper mapper;

	private final SerializationContext writing;

	private final DeserializationContext reading;

	private final JacksonPolymorphism polymorphism;

	private JacksonShape(JsonMapper mapper) {
		this.mapper = mapper;
		this.writing = mapper._serializationContext();
		this.reading = mapper._deserializationContext();
		this.polymorphism = new JacksonPolymorphism(this.writing, this::tokenOf);
	}

	/**
	 * Describes a type.
	 * @throws CacheException if the JSON could not be read back
	 */
	static String describe(JsonMapper mapper, JavaType type) {
		JacksonShape shape = new JacksonShape(mapper);
		shape.requireReadable(shape.reading.findRootValueDeserializer(type), type.toCanonical());
		String root = shape.tokenOf(type);
		return VERSION + " " + root + JacksonSettings.describe(mapper) + "\n" + String.join("", shape.definitions);
	}

	/**
	 * Returns what stands for a type where it is used.
	 */
	private String tokenOf(JavaType type) {
		if (type.isArrayType()) {
			return tokenOf(type.getContentType()) + "[]";
		}
		if (type.isPrimitive() || type.getRawClass().getName().startsWith("java.")) {
			return type.getRawClass().getName() + argumentsOf(type);
		}
		String known = this.met.get(type);
		if (known != null) {
			return known;
		}
		int number = this.definitions.size();
		String token = "#" + number;
		this.met.put(type, token);
		this.definitions.add("");
		this.definitions.set(number, token + definitionOf(type));
		return token;
	}

	private String argumentsOf(JavaType type) {
		List<String> arguments = new ArrayList<>();
		for (int i = 0; i < type.containedTypeCount(); i++) {
			arguments.add(tokenOf(type.containedType(i)));
		}
		return arguments.isEmpty() ? "" : "<" + String.join(", ", arguments) + ">";
	}

	private String definitionOf(JavaType type) {
		StringBuilder text = new StringBuilder();
		BeanDescription bean = this.writing.introspectBeanDescription(type);
		ValueSerializer<?> serializer = this.writing.findValueSerializer(type);
		ValueDeserializer<?> deserializer = this.reading.findNonContextualValueDeserializer(type);
		String format = JacksonSettings.format(bean.getClassAnnotations()::get);
		text.append(format).append(byApplication(serializer)).append(byApplication(deserializer)).append('\n');
		text.append(this.polymorphism.describe(type));
		ObjectIdInfo identity = bean.getObjectIdInfo();
		if (identity != null) {
			line(text, "identity", identity.getPropertyName() + " " + identity.getGeneratorType().getName());
		}
		if (type.isEnumType()) {
			constants(type).forEach((name, written) -> line(text, name, "= " + written));
		}
		if (type.isContainerType() || type.isReferenceType()) {
			String keys = (type.getKeyType() != null) ? tokenOf(type.getKeyType()) + " to " : "";
			line(text, type.getRawClass().getName(), keys + tokenOf(type.getContentType()));
		}
		int empty = text.length();
		member(text, "value", bean.findJsonValueAccessor());
		member(text, "any", bean.findAnyGetter());
		properties(text, serializer, deserializer, format.contains("ARRAY"));
		if (text.length() == empty && !type.isEnumType()) {
			line(text, "named", type.toCanonical());
		}
		return text.toString();
	}

	private void member(StringBuilder text, String name, @Nullable AnnotatedMember member) {
		if (member != null) {
			line(text, "(" + name + ")", tokenOf(member.getType()));
		}
	}

	private void properties(StringBuilder text, ValueSerializer<?> serializer, ValueDeserializer<?> deserializer,
			boolean ordered) {
		Map<String, PropertyWriter> written = new LinkedHashMap<>();
		serializer.properties().forEachRemaining((property) -> written.put(property.getName(), property));
		Map<String, SettableBeanProperty> read = new HashMap<>();
		if (deserializer instanceof BeanDeserializerBase bean) {
			delegates(text, bean.getValueInstantiator());
			bean.properties().forEachRemaining((property) -> read.put(property.getName(), property));
		}
		SortedSet<String> names = new TreeSet<>(written.keySet());
		names.addAll(read.keySet());
		names.forEach((name) -> line(text, name, property(written.get(name), read.get(name))));
		if (ordered) {
			line(text, "(order)", String.join(", ", written.keySet()));
		}
	}

	private String property(@Nullable PropertyWriter written, @Nullable SettableBeanProperty read) {
		String writtenAs = (written != null) ? writtenAs(written) : "nothing";
		String readAs = (read != null) ? readAs(read) : "nothing";
		return writtenAs.equals(readAs) ? writtenAs : writtenAs + ", read as " + readAs;
	}

	private void delegates(StringBuilder text, ValueInstantiator instantiator) {
		JavaType delegate = instantiator.getDelegateType(this.reading.getConfig());
		if (delegate != null) {
			line(text, "(delegate)", tokenOf(delegate));
		}
	}

	private String writtenAs(PropertyWriter property) {
		StringBuilder text = new StringBuilder(tokenOf(property.getType()));
		text.append(JacksonSettings.format(property::getAnnotation));
		if (property instanceof BeanPropertyWriter writer) {
			text.append(byApplication(writer.getSerializer()));
			text.append(this.polymorphism.describe(writer));
		}
		return text.toString();
	}

	private String readAs(SettableBeanProperty property) {
		requireReadable(property);
		return tokenOf(property.getType()) + JacksonSettings.format(property::getAnnotation)
				+ byApplication(property.getValueDeserializer());
	}

	private void requireReadable(SettableBeanProperty property) {
		if (property.hasValueDeserializer() && !property.hasValueTypeDeserializer()
				&& property.getAnnotation(JsonTypeInfo.class) == null) {
			requireReadable(property.getValueDeserializer(),
					property.getDeclaringClass().getName() + "." + property.getName());
		}
	}

	private void requireReadable(ValueDeserializer<?> deserializer, String where) {
		if (deserializer instanceof AbstractDeserializer) {
			throw new CacheException("Values of " + where
					+ " cannot be kept: JSON does not say which class they have. Use a concrete type, or annotate"
					+ " the type with @JsonTypeInfo, or give a codec of your own with a ValueCodecFactory");
		}
		if (deserializer instanceof ContainerDeserializerBase<?> container && container.getContentDeserializer() != null
				&& this.reading.findTypeDeserializer(container.getContentType()) == null) {
			requireReadable(container.getContentDeserializer(), where);
		}
	}

	private SortedMap<String, String> constants(JavaType type) {
		SortedMap<String, String> constants = new TreeMap<>();
		for (Object constant : type.getRawClass().getEnumConstants()) {
			constants.put(((Enum<?>) constant).name(), this.mapper.writerFor(type).writeValueAsString(constant));
		}
		return constants;
	}

	/**
	 * Names what the application wrote to write or read values; its own form cannot be
	 * seen.
	 */
	private static String byApplication(@Nullable Object codec) {
		String name = (codec != null) ? codec.getClass().getName() : JACKSON;
		return name.startsWith(JACKSON) ? "" : " by " + name;
	}

	private static void line(StringBuilder text, String name, @Nullable String value) {
		text.append("  ").append(name).append(": ").append(value).append('\n');
	}

}
