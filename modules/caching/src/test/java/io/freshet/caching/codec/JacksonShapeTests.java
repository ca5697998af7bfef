package io.freshet.caching.codec;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

@SuppressWarnings({ "unused", "UnusedVariable", "UnusedMethod" })
class JacksonShapeTests {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	@ParameterizedTest
	@MethodSource
	void changes(Class<?> before, Class<?> after) {
		assertThat(shape(after)).as(describe(MAPPER, after)).isNotEqualTo(shape(before));
	}

	static Stream<Arguments> changes() {
		return Stream.of(pair("a field is added", Base.class, Added.class),
				pair("a field is removed", Added.class, Base.class),
				pair("a field is renamed", Base.class, Renamed.class),
				pair("a field has another type", Base.class, Retyped.class),
				pair("a field may be null", Base.class, Boxed.class),
				pair("a field is renamed in JSON", Base.class, RenamedInJson.class),
				pair("a field is not written any more", Base.class, Ignored.class),
				pair("a field has another format", Dated.class, Formatted.class),
				pair("the elements of a list change", ListOf.class, ListOfAdded.class),
				pair("the list becomes a set", ListOf.class, SetOf.class),
				pair("the values of a map change", MapOfBase.class, MapOfAdded.class),
				pair("the keys of a map change", MapOfBase.class, MapByNumber.class),
				pair("what may be absent changes", OptionalBase.class, OptionalAdded.class),
				pair("a field changes two levels down", DeepBase.class, DeepAdded.class),
				pair("a type argument changes", GenericBase.class, GenericAdded.class),
				pair("a type that refers to itself gets a field", Node.class, LargerNode.class),
				pair("a constant is added", OfTwo.class, OfThree.class),
				pair("a constant is renamed in JSON", OfTwo.class, OfTwoRenamed.class),
				pair("a subtype is added", OneSubtype.class, TwoSubtypes.class),
				pair("a subtype gets a field", OneSubtype.class, LargerSubtype.class),
				pair("a subtype has another name", OneSubtype.class, RenamedSubtype.class),
				pair("the field that tells the class has another name", OneSubtype.class, OtherProperty.class),
				pair("a single value has another type", TextValue.class, NumberValue.class),
				pair("what is unwrapped has another prefix", Unwrapped.class, UnwrappedOtherwise.class),
				pair("the application writes it itself", Base.class, WrittenByHand.class),
				pair("the order of the elements changes", Ordered.class, OrderedOtherwise.class),
				pair("there are several of them", Base[].class, Base.class));
	}

	@ParameterizedTest
	@MethodSource
	void staysTheSame(Class<?> before, Class<?> after) {
		assertThat(shape(after)).as(describe(MAPPER, after)).isEqualTo(shape(before));
	}

	static Stream<Arguments> staysTheSame() {
		return Stream.of(pair("the class has another name", Base.class, SameAsBase.class),
				pair("methods, statics and transients are added", Base.class, WithMethods.class),
				pair("fields change their order", Base.class, Reordered.class),
				pair("a record becomes a class", Base.class, AsClass.class),
				pair("a nested class has another name", DeepBase.class, DeepSame.class),
				pair("constants change their order", OfTwo.class, OfTwoReordered.class));
	}

	@Test
	void isTheSameInAnotherMapper() {
		assertThat(describe(JsonMapper.builder().build(), ArticleV1.class))
			.isEqualTo(describe(MAPPER, ArticleV1.class));
	}

	@Test
	void changesWithTheSettingsOfTheMapper() {
		JsonMapper timestamps = JsonMapper.builder().enable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS).build();
		JsonMapper snakes = JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

		assertThat(describe(timestamps, Dated.class)).isNotEqualTo(describe(MAPPER, Dated.class))
			.contains("WRITE_DATES_AS_TIMESTAMPS");
		assertThat(describe(snakes, Retyped.class)).isEqualTo(describe(MAPPER, Retyped.class));
		assertThat(describe(snakes, RenamedInJson.class)).isEqualTo(describe(MAPPER, RenamedInJson.class));
		assertThat(describe(snakes, Camel.class)).isNotEqualTo(describe(MAPPER, Camel.class));
	}

	private static long shape(Class<?> type) {
		return JacksonCodec.of(MAPPER, type).shape();
	}

	private static String describe(JsonMapper mapper, Class<?> type) {
		return JacksonShape.describe(mapper, mapper.constructType(type));
	}

	private static Arguments pair(String what, Class<?> before, Class<?> after) {
		return Arguments.of(Named.of(what, before), after);
	}

	record Base(int id, String title) {
	}

	record SameAsBase(int id, String title) {
	}

	record Reordered(String title, int id) {
	}

	record Added(int id, String title, String text) {
	}

	record Renamed(int id, String name) {
	}

	record Retyped(long id, String title) {
	}

	record Boxed(Integer id, String title) {
	}

	record RenamedInJson(int id, @JsonProperty("name") String title) {
	}

	record Camel(int theId) {
	}

	record Ignored(int id, @JsonIgnore String title) {
	}

	record Dated(LocalDate on) {
	}

	record Formatted(@JsonFormat(pattern = "dd.MM.yyyy") LocalDate on) {
	}

	record WithMethods(int id, String title) {

		private static final Instant LOADED = Instant.EPOCH;

		static int counted;

		boolean matches(String text) {
			return this.title.contains(text);
		}

		String other() {
			return this.title;
		}

	}

	static final class AsClass {

		private transient int count;

		private String title;

		private int id;

		public String getTitle() {
			return this.title;
		}

		public void setTitle(String title) {
			this.title = title;
		}

		public int getId() {
			return this.id;
		}

		public void setId(int id) {
			this.id = id;
		}

	}

	record ListOf(List<Base> all) {
	}

	record ListOfAdded(List<Added> all) {
	}

	record SetOf(Set<Base> all) {
	}

	record MapOfBase(Map<String, Base> all) {
	}

	record MapOfAdded(Map<String, Added> all) {
	}

	record MapByNumber(Map<Long, Base> all) {
	}

	record OptionalBase(Optional<Base> base) {
	}

	record OptionalAdded(Optional<Added> base) {
	}

	record DeepBase(ListOfBase list) {

		record ListOfBase(List<Base> all) {
		}

	}

	record DeepSame(Sames list) {

		record Sames(List<SameAsBase> all) {
		}

	}

	record DeepAdded(Larger list) {

		record Larger(List<Added> all) {
		}

	}

	record Page<T>(List<T> content, int number) {
	}

	record GenericBase(Page<Base> page) {
	}

	record GenericAdded(Page<Added> page) {
	}

	record Node(int id, List<Node> below, Node above) {
	}

	record LargerNode(int id, List<LargerNode> below, LargerNode above, String name) {
	}

	enum Two {

		A, B

	}

	enum TwoReordered {

		B, A

	}

	enum TwoRenamed {

		A,

		@JsonProperty("b")
		B

	}

	enum Three {

		A, B, C

	}

	record OfTwo(Two value) {
	}

	record OfTwoReordered(TwoReordered value) {
	}

	record OfTwoRenamed(TwoRenamed value) {
	}

	record OfThree(Three value) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	@JsonSubTypes(@JsonSubTypes.Type(value = OneSubtype.A.class, name = "a"))
	interface OneSubtype {

		record A(int id) implements OneSubtype {
		}

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
	@JsonSubTypes(@JsonSubTypes.Type(value = OtherProperty.A.class, name = "a"))
	interface OtherProperty {

		record A(int id) implements OtherProperty {
		}

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	@JsonSubTypes(@JsonSubTypes.Type(value = RenamedSubtype.A.class, name = "b"))
	interface RenamedSubtype {

		record A(int id) implements RenamedSubtype {
		}

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	@JsonSubTypes(@JsonSubTypes.Type(value = LargerSubtype.A.class, name = "a"))
	interface LargerSubtype {

		record A(int id, String text) implements LargerSubtype {
		}

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	@JsonSubTypes({ @JsonSubTypes.Type(value = TwoSubtypes.A.class, name = "a"),
			@JsonSubTypes.Type(value = TwoSubtypes.B.class, name = "b") })
	interface TwoSubtypes {

		record A(int id) implements TwoSubtypes {
		}

		record B(int id) implements TwoSubtypes {
		}

	}

	record TextValue(@JsonValue String value) {
	}

	record NumberValue(@JsonValue long value) {
	}

	record Unwrapped(@JsonUnwrapped(prefix = "a-") Base base) {
	}

	record UnwrappedOtherwise(@JsonUnwrapped(prefix = "b-") Base base) {
	}

	@JsonSerialize(using = ByHand.class)
	record WrittenByHand(int id, String title) {
	}

	static final class ByHand extends ValueSerializer<WrittenByHand> {

		@Override
		public void serialize(WrittenByHand value, JsonGenerator generator, SerializationContext context) {
			generator.writeString(value.id() + " " + value.title());
		}

	}

	@JsonFormat(shape = JsonFormat.Shape.ARRAY)
	record Ordered(int a, int b) {
	}

	@JsonFormat(shape = JsonFormat.Shape.ARRAY)
	record OrderedOtherwise(int b, int a) {
	}

}
