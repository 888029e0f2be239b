extension JPEGStream {
    /// Finds the blocks of a scan whose DC difference changes, and the symbols that this takes.
    func planDifferences(of scan: JPEGScan, plan: inout RewritePlan) {
        for interval in scan.intervals {
            let range = scan.blockRange(ofInterval: interval)
            var number = plan.firstTreated(in: range)
            while number < range.upperBound {
                let place = scan.blocks[(number - range.lowerBound) % scan.blocks.count]
                let token = plan.difference(of: number, in: range, previous: place.previous)
                plan.symbols.add(token.symbol, table: place.dcTable)
                let isEdited = BlockTreatment(rawValue: plan.treatments[number]).contains(.edited)
                if isEdited, number + place.next < range.upperBound { plan.treat(number + place.next, .newDifference) }
                number = plan.firstTreated(in: number + 1..<range.upperBound)
            }
        }
    }

    /// Extends the tables that lack a code, and finds the blocks that use codes changed by that.
    func extendTables(of plan: inout RewritePlan) throws(JPEGStreamError) {
        let encoder = HuffmanEncoder(tables.map(\.table))
        for (number, definition) in tables.enumerated() {
            let missing = plan.symbols.symbols(missingFrom: encoder, table: number)
            guard !missing.isEmpty else { continue }
            guard let extended = definition.table.extended(by: missing) else {
                let segment = huffmanSegments.first { $0.tables.contains(number) }
                throw .malformed(.huffmanTable, offset: segment?.range.lowerBound ?? 0)
            }
            plan.newTables[number] = extended.table
            for scan in scans where extended.firstChangedLength <= HuffmanTable.longestCode {
                switch definition.coefficients {
                case .ac: recodeCoefficients(of: scan, table: number, from: extended.firstChangedLength, plan: &plan)
                case .dc: recodeDifferences(of: scan, table: number, from: extended.firstChangedLength, plan: &plan)
                }
            }
        }
    }

    /// Has the blocks coded anew that use codes of `length` bits or more out of AC table `table`.
    private func recodeCoefficients(of scan: JPEGScan, table: Int, from length: Int, plan: inout RewritePlan) {
        let uses = scan.blocks.map { $0.acTable == table }
        guard uses.contains(true) else { return }
        var number = scan.firstBlock
        for _ in 0..<scan.mcuCount {
            for place in uses.indices {
                if uses[place], plan.blocks[number].longestCode >= length { plan.treat(number, .newCodes) }
                number &+= 1
            }
        }
    }

    /// Has the DC differences coded anew that use codes of `length` bits or more out of DC table `table`.
    private func recodeDifferences(of scan: JPEGScan, table: Int, from length: Int, plan: inout RewritePlan) {
        guard scan.blocks.contains(where: { $0.dcTable == table }) else { return }
        let encoder = HuffmanEncoder(tables.map(\.table))
        for interval in scan.intervals {
            let range = scan.blockRange(ofInterval: interval)
            for number in range {
                let place = scan.blocks[(number - range.lowerBound) % scan.blocks.count]
                guard place.dcTable == table else { continue }
                let token = plan.difference(of: number, in: range, previous: place.previous)
                if encoder.length(of: token.symbol, table: table) >= length { plan.treat(number, .newDifference) }
            }
        }
    }
}
