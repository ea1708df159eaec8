"""moto's server, with what it lacks of Security Hub; ends with whoever started it."""

import json
import os
import re
import signal
import sys
import threading
from datetime import datetime

from moto.core.responses import BaseResponse
from moto.securityhub import urls
from moto.securityhub.exceptions import SecurityHubClientError
from moto.securityhub.models import SecurityHubBackend
from moto.securityhub.responses import SecurityHubResponse
from moto.server import main

# https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchimportfindings.html
CUSTOMERS_FIELDS = ("Note", "UserDefinedFields", "VerificationState", "Workflow")
moto_import = SecurityHubBackend.batch_import_findings


def account_of(response):
    """The access key is the account's id, as MiniStack has it."""
    return re.search(r"Credential=(\d{12})/", response.headers["Authorization"]).group(1)


def need_hub(backend):
    if not backend.enabled:
        raise SecurityHubClientError(
            "InvalidAccessException", f"Account {backend.account_id} is not subscribed to AWS Security Hub"
        )


def instant(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def known(backend, finding_id):
    return next((one for one in backend.findings if one.id == finding_id), None)


def batch_import_findings(backend, findings):
    """Findings of this account only; what is not later is ignored; what customers keep is kept."""
    need_hub(backend)
    failed, taken = [], []
    for finding in findings:
        existing = known(backend, finding["Id"])
        product = f":product/{backend.account_id}/default"
        if finding["AwsAccountId"] != backend.account_id or not finding["ProductArn"].endswith(product):
            failed.append({"Id": finding["Id"], "ErrorCode": "InvalidAccess", "ErrorMessage": "another account"})
        elif len(finding["Title"]) > 256 or len(finding["Description"]) > 1024:
            failed.append({"Id": finding["Id"], "ErrorCode": "InvalidInput", "ErrorMessage": "too long"})
        elif existing is None:
            first = {"Workflow": {"Status": "NEW"}, **finding}
            taken.append({**first, "Severity": finding["FindingProviderFields"]["Severity"]})
        elif instant(finding["UpdatedAt"]) > instant(existing.data["UpdatedAt"]):
            taken.append({name: value for name, value in finding.items() if name not in CUSTOMERS_FIELDS})
    moto_import(backend, taken)
    return len(failed), len(findings) - len(failed), failed


def batch_update_findings(response):
    """https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchUpdateFindings.html"""
    backend = response.securityhub_backend
    need_hub(backend)
    body = json.loads(response.body)
    processed, unprocessed = [], []
    for identifier in body["FindingIdentifiers"]:
        existing = known(backend, identifier["Id"])
        if existing is None or existing.data["ProductArn"] != identifier["ProductArn"]:
            unprocessed.append(
                {
                    "FindingIdentifier": identifier,
                    "ErrorCode": "FindingNotFound",
                    "ErrorMessage": "Finding Not Found",
                }
            )
            continue
        existing.data.update({name: body[name] for name in ("Note", "Workflow") if name in body})
        processed.append(identifier)
    return json.dumps({"ProcessedFindings": processed, "UnprocessedFindings": unprocessed})


def leave():
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)


BaseResponse.get_current_account = account_of
SecurityHubBackend.batch_import_findings = batch_import_findings
SecurityHubResponse.batch_update_findings = batch_update_findings
urls.url_paths["{0}/findings/batchupdate$"] = SecurityHubResponse.dispatch
threading.Thread(target=leave, daemon=True).start()
main(["-H", "127.0.0.1", "-p", sys.argv[1]])
