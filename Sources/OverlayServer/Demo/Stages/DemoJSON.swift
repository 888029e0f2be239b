/// A JSON value whose text is the same every time: keys stay in order and numbers are as short as they can be.
enum DemoJSON: Sendable {
    case text(String)
    /// `units` · 10⁻ᵖˡᵃᶜᵉˢ, so that no binary fraction reaches the text.
    case decimal(units: Int, places: Int)
    case flag(Bool)
    case list([DemoJSON])
    case object([(key: String, value: DemoJSON)])

    static func integer(_ value: Int) -> DemoJSON { .decimal(units: value, places: 0) }

    /// UTF-8 without white space.
    var bytes: [UInt8] {
        var text = ""
        write(to: &text)
        return Array(text.utf8)
    }

    private func write(to text: inout String) {
        switch self {
        case .text(let value):
            Self.write(value, to: &text)
        case .decimal(let units, let places):
            Self.write(units, places: places, to: &text)
        case .flag(let value):
            text += value ? "true" : "false"
        case .list(let values):
            Self.write(values, between: "[", and: "]", to: &text) { value, text in value.write(to: &text) }
        case .object(let members):
            Self.write(members, between: "{", and: "}", to: &text) { member, text in
                Self.write(member.key, to: &text)
                text += ":"
                member.value.write(to: &text)
            }
        }
    }

    private static func write<Element>(
        _ elements: [Element],
        between opening: String,
        and closing: String,
        to text: inout String,
        element: (Element, inout String) -> Void
    ) {
        text += opening
        for (index, value) in elements.enumerated() {
            if index > 0 { text += "," }
            element(value, &text)
        }
        text += closing
    }

    private static func write(_ units: Int, places: Int, to text: inout String) {
        guard places > 0 else { return text += String(units) }
        var digits = String(units.magnitude)
        digits = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        var fraction = digits.suffix(places)
        while fraction.last == "0" { fraction.removeLast() }
        if units < 0 { text += "-" }
        text += digits.dropLast(places)
        if !fraction.isEmpty { text += "." + fraction }
    }

    private static func write(_ value: String, to text: inout String) {
        text += "\""
        for scalar in value.unicodeScalars {
            if scalar.value < 0x20 {
                text += (scalar.value < 0x10 ? "\\u000" : "\\u00") + String(scalar.value, radix: 16)
            } else {
                if scalar == "\"" || scalar == "\\" { text += "\\" }
                text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
