package io.freshet.caching.codec;

import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.jsontype.TypeIdResolver;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.ser.BeanPropertyWriter;

/**
 * Describes how the JSON of a type, or of a property, tells its class, and the classes
 * that there are.
 */
final class JacksonPolymorphism {

	private final SerializationContext writing;

	private final Function<JavaType, String> tokens;

	JacksonPolymorphism(SerializationContext writing, Function<JavaType, String> tokens) {
		this.writing = writing;
		this.tokens = tokens;
	}

	String describe(JavaType type) {
		return describe(type, this.writing.findTypeSerializer(type), this.writing.getConfig()
			.getSubtypeResolver()
			.collectAndResolveSubtypesByClass(this.writing.getConfig(), this.writing.introspectClassAnnotations(type)));
	}

	/**
	 * Describes what only this property has.
	 */
	String describe(BeanPropertyWriter property) {
		JsonTypeInfo own = property.getAnnotation(JsonTypeInfo.class);
		if (own == null) {
			return "";
		}
		JavaType type = property.getType();
		JavaType base = (type.isContainerType() || type.isReferenceType()) ? type.getContentType() : type;
		SortedMap<String, String> named = new TreeMap<>();
		this.writing.getConfig()
			.getSubtypeResolver()
			.collectAndResolveSubtypesByClass(this.writing.getConfig(), property.getMember(), base)
			.forEach((subtype) -> named.put(subtype.hasName() ? subtype.getName() : subtype.getType().getName(),
					this.tokens.apply(this.writing.constructSpecializedType(base, subtype.getType()))));
		return " (class " + own.use() + " " + own.include() + " " + own.property() + " " + named + ")";
	}

	private String describe(JavaType base, @Nullable TypeSerializer serializer, Collection<NamedType> subtypes) {
		if (serializer == null) {
			return "";
		}
		TypeIdResolver ids = serializer.getTypeIdResolver();
		StringBuilder text = new StringBuilder("  (class): ").append((ids != null) ? ids.getMechanism() : "deduced")
			.append(' ')
			.append(serializer.getTypeInclusion())
			.append(' ')
			.append(serializer.getPropertyName())
			.append('\n');
		SortedMap<String, JavaType> named = new TreeMap<>();
		for (NamedType subtype : subtypes) {
			// Annotations are inherited: a subtype names its siblings, too.
			if (subtype.getType() != base.getRawClass() && base.isTypeOrSuperTypeOf(subtype.getType())) {
				String id = (ids != null) ? ids.idFromValueAndType(this.writing, null, subtype.getType())
						: subtype.getType().getName();
				named.put(String.valueOf(id), this.writing.constructSpecializedType(base, subtype.getType()));
			}
		}
		named.forEach((id, type) -> text.append("  (class) ")
			.append(id)
			.append(": ")
			.append(this.tokens.apply(type))
			.append('\n'));
		return text.toString();
	}

}
