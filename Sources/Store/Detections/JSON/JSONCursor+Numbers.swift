/// Numbers: passing over them, and their value.
extension JSONCursor {
    /// Passes over the number at the cursor.
    mutating func skipNumber() throws(JSONError) {
        let isNegative = passMinus()
        if try passNonFinite(afterMinus: isNegative) != nil { return }
        _ = try scanDecimal()
    }

    /// The number at the cursor.
    mutating func readNumber() throws(JSONError) -> JSONNumber {
        let start = position
        let isNegative = passMinus()
        if let value = try passNonFinite(afterMinus: isNegative) { return JSONNumber(value: value) }
        let decimal = try scanDecimal()
        let magnitude = decimal.value ?? Double(string(start..<position).drop { $0 == "-" }) ?? .nan
        return JSONNumber(
            value: isNegative ? -magnitude : magnitude,
            plainInteger: decimal.integer(isNegative: isNegative)
        )
    }

    @inline(__always)
    private mutating func passMinus() -> Bool {
        guard byte == UInt8(ascii: "-") else { return false }
        advance()
        return true
    }

    /// The value of Python's word at the cursor; `nil` where there is none.
    @inline(__always)
    private mutating func passNonFinite(afterMinus isNegative: Bool) throws(JSONError) -> Double? {
        guard byte > UInt8(ascii: "9") else { return nil }
        return try passWord(afterMinus: isNegative)
    }

    private mutating func passWord(afterMinus isNegative: Bool) throws(JSONError) -> Double? {
        nonFiniteCount += 1
        switch byte {
        case UInt8(ascii: "N") where !isNegative:
            try pass("NaN")
            return .nan
        case UInt8(ascii: "I"):
            try pass("Infinity")
            return isNegative ? -.infinity : .infinity
        default: throw unexpected(isNegative ? .digit : .value)
        }
    }

    /// Passes over the digits, the fraction and the exponent of the number at the cursor.
    @inline(__always)
    private mutating func scanDecimal() throws(JSONError) -> Decimal64 {
        var decimal = Decimal64()
        if byte == UInt8(ascii: "0") {
            advance()
        } else {
            guard passDigits(into: &decimal) > 0 else { throw unexpected(.value) }
        }
        if byte == UInt8(ascii: ".") {
            advance()
            let count = passDigits(into: &decimal)
            guard count > 0 else { throw unexpected(.digit) }
            decimal.addFraction(digits: count)
        }
        if byte | 0x20 == UInt8(ascii: "e") { decimal.addExponent(try scanExponent()) }
        return decimal
    }

    /// The count of digits passed.
    @inline(__always)
    private mutating func passDigits(into decimal: inout Decimal64) -> Int {
        let start = position
        while true {
            let digit = byte &- UInt8(ascii: "0")
            guard digit < 10 else { return position &- start }
            decimal.append(digit)
            advance()
        }
    }

    /// The exponent after an `e`, held to ±9 999, which is beyond the range of doubles on either side.
    private mutating func scanExponent() throws(JSONError) -> Int {
        advance()
        let isNegative = byte == UInt8(ascii: "-")
        if isNegative || byte == UInt8(ascii: "+") { advance() }
        var exponent = 0
        let start = position
        while case let digit = byte &- UInt8(ascii: "0"), digit < 10 {
            exponent = min(exponent * 10 + Int(digit), 9_999)
            advance()
        }
        guard position > start else { throw unexpected(.digit) }
        return isNegative ? -exponent : exponent
    }
}
