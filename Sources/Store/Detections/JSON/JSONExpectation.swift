/// What JSON's grammar allows at the place of an unexpected byte.
package enum JSONExpectation: String, Hashable, Sendable {
    case value = "a value"
    case key = "a key in double quotes"
    case colon = "':'"
    case commaOrBrace = "',' or '}'"
    case commaOrBracket = "',' or ']'"
    case digit = "a digit"
    case end = "the end of the text"
}
