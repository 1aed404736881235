"""Every table and every column of the data file by its class; read by `store/records.py`, which says how to read it.

`table of KIND [by COLUMN] [scope SCOPE]`, below it lines of a class and its columns: `column:list` of codes,
`column:unit` of numbers (`=column` where the unit stands in the row), `column:table` of links, `column:words` of words
(`services/known_words.py`).
"""

from __future__ import annotations

from typing import Final

PATIENTS: Final = """
patient of patients by id
  identity code code_key family_name given_name folded_name search_text birth_date
  contact phone carer_name carer_phone address language interpreter
  person neurologist_id gp_id nurse_id
  text notes
  code sex:sex allergy_status:allergy_status consent_care:consent consent_registry:consent
  code consent_research:consent
  date consent_registry_on consent_research_on
  moment pseudonymised_at
  code disease_id:@disease phenotype_id:@phenotype indication_id:@indication follow_up:follow_up
allergy of patients
  word substance:drug
  text reaction
  code kind:allergy_kind
  internal position
patient_tag of patients
  text tag
state_change of patients
  code kind:state_change
  date changed_on
  text detail
death_review of patients
  code relation:death_relation
  text cause reason
  person members
  date reviewed_on
statement of patients
  code kind:statement_kind answer:statement_answer
  date stated_on
  text note
trial_enrolment of patients
  code trial_id:@trial
  word name:trial arm:trial
  identity screening_number
  date enrolled_on left_on
  text note
disease_history of disease_history
  partial onset diagnosed
  text note
phenotype_change of disease_history
  partial since
  code phenotype_id:@phenotype
  text note
disease_modifying_therapy of disease_history
  code drug_id:@dmt status:dmt_status
  word name:drug
  partial started stopped
  text reason note
"""
"""Who the patients are and what they came with."""
COURSES: Final = """
transplant of transplants
  number number: cd34_dose:10^6/kg
  date day0 mobilisation_start discharged_on closed_on
  code mobilisation_regimen_id:@mobilisation conditioning_regimen_id:@regimen
  code graft_manipulation:graft_manipulation protocol_id:@protocol
  word protocol_version:version
  internal protocol_snapshot_id
  text move_reason
apheresis of transplants
  link transplant_id:transplant
  number session: cd34_dose:10^6/kg blood_cd34:/µL volume:mL
  date collected_on
  text note
cell_infusion of transplants
  link transplant_id:transplant
  code kind:product timing:infusion_timing
  date infused_on crs_on icans_on expansion_on
  word expansion_unit:unit
  text product target lymphodepletion
  number dose:10^6/kg crs_grade: icans_grade: expansion_peak:=expansion_unit
  text note
conditioning_given of transplants
  link transplant_id:transplant
  date given_on
  word order_key:drug drug:drug
  text dose
  code state:order_state
  text note
engraftment of transplants
  link transplant_id:transplant
  code lineage:lineage status:engraftment_status
  date engrafted_on
  word preset:platelet_preset
  yes_no provisional
  structure evidence
  text note
selection_meeting of transplants
  date held_on
  person members signed_by
  code decision:meeting_decision
  text reason note
  structure lines
"""
"""Transplants: collection, conditioning, cells, engraftment."""
CARE: Final = """
visit of visits
  link scheduled_visit_id:scheduled_visit
  date visit_date
  person seen_by
  text notes
  number temperature:°C systolic:mmHg diastolic:mmHg pulse:/min saturation:% weight:kg karnofsky:%
  yes_no outside_window
visit_assessment of visits by visit_id
  link visit_id:visit
  code assessment_id:@assessment state:assessment_state reason:not_done_reason
  text label detail
  internal position
record_signature of visits
  internal kind facts_sha256 through_result_id
  link record_id:visit
  person signed_by unlocked_by
  moment signed_at unlocked_at unlocked_until
  text unlock_reason
scheduled_visit of visits
  link transplant_id:transplant visit_id:visit
  word key:visit item_id:visit label_en:visit label_it:visit ebmt_form:visit booked_time:times
  number number: moved:
  date target earliest latest booked
  code place:place closing:visit_closing
  yes_no optional
  text move_reason closing_reason
awaited_report of visits
  link visit_id:visit scheduled_visit_id:scheduled_visit
  code assessment_id:@assessment
  date done_on arrived_on
  text label place note
contact of contacts
  date contact_date next_try
  code kind:contact_kind contact_with:contact_with outcome:contact_outcome
  text note
task of contacts
  date due done_on
  person owner_id done_by
  text words
care_plan_item of care_plan
  structure source_key
  code who:care_actor
  text text
  date until
  yes_no hidden
  internal position
monitoring_mark of monitoring
  code test:@monitoring mark:monitoring_mark
  structure key
  date on_day
  text reason
late_effect_check of late_effects
  code item:@late_effect result:check_result
  date done_on referred_on
  number value:=unit
  word unit:unit
  person refer_to
  text finding note
fertility_record of late_effects
  code kind:fertility_kind answer:fertility_answer outcome:pregnancy_outcome
  date recorded_on ended_on
  text note
"""
"""Visits, contacts and what is planned."""
MEDICINES: Final = """
supportive_therapy of therapies
  word name:drug unit:unit frequency:frequency
  code therapy_class:therapy_class catalogue_id:@drug route:route stop_reason:stop_reason
  code indication:@therapy_item
  number dose:=unit
  date start planned_stop stop
  word stop_rule_id:stop_rule stop_rule:stop_rule times:times
  text stop_detail note extended_why allergy_why overlap_why
therapy_dose of therapies by supportive_therapy_id
  link supportive_therapy_id:supportive_therapy
  date from_on
  number dose:=unit
  word unit:unit frequency:frequency times:times
  text reason
therapy_interruption of therapies by supportive_therapy_id
  link supportive_therapy_id:supportive_therapy
  date start ended_on
  text reason
therapy_decision of therapies
  link transplant_id:transplant supportive_therapy_id:supportive_therapy
  code item:@therapy_item phase:therapy_phase decision:plan_answer
  text reason
  date decided_on
transfusion of transfusions
  date given_on
  code product:blood_product irradiated:irradiated indication:transfusion_indication
  code reaction:transfusion_reaction
  number units: pre_count: post_count:
  text note
vaccination of vaccinations
  code vaccine:@vaccine
  date given_on
  number dose_number:
  word site:vaccine_site
  person given_by
  text lot reason note
vaccine_decision of vaccinations
  code vaccine:@vaccine_series decision:vaccine_decision product:@vaccine
  text reason
  date decided_on
"""
"""Therapies, transfusions, vaccinations."""
FINDINGS: Final = """
adverse_event of adverse_events
  code term_id:@term outcome:outcome seriousness:seriousness action:action
  codes attributions:attribution seriousness_also:seriousness
  code_map causality:attribution>causality
  word soc:soc ctcae_version:version
  date onset ended_on
  yes_no serious baseline
  text label specify note narrative
  link visit_id:visit therapy_id:supportive_therapy infection_id:infection merged_into:adverse_event
adverse_event_grade of adverse_events by adverse_event_id
  link adverse_event_id:adverse_event lab_result_id:lab_result
  date start until
  number grade:
  word ctcae_version:version
  text rule
grade_decision of adverse_events
  code term_id:@term decision:proposal_decision
  word ctcae_version:version
  number grade:
  date decided_on
  link lab_result_id:lab_result adverse_event_id:adverse_event
  text reason
criteria_check of adverse_events
  code checklist_id:checklist decision:criteria_decision
  word rules_version:version verdict:verdict severity:verdict
  date assessed_on
  structure answers
  link adverse_event_id:adverse_event
  text note
lab_result of lab_results
  code analyte:@analyte qualitative:qualitative term_id:@term direction:direction
  code entered_by:entered_by
  date taken_on
  word unit:unit
  link laboratory_id:laboratory
  number value:=unit canonical: corrected: lln:=unit uln:=unit baseline:=unit grade: proposed:
  word taken_at:times comparator:comparator baseline_flag:baseline_flag ctcae_version:version rules_version:version
  moment reviewed_at
  person reviewed_by
  text text note
infection of infections
  code kind:infection_kind certainty:infection_certainty line_related:line_related outcome:outcome
  word organism:organism site:site specimen:specimen treatment:drug
  date found_on treated_from treated_until ended_on
  number anc_at_onset:10^9/L
  text resistance note
alert of alerts
  code rule_id:@alert severity:alert_severity
  word rules_version:version certainty:certainty
  date fired_on ended_on
  structure value threshold facts missing
  moment acknowledged_at
  person acknowledged_by
  text acknowledged_why
  yes_no on_letter
edss_assessment of edss
  partial assessed
  code coding:edss_coding source:edss_source
  person rater
  text note
  number edss: visual: brainstem: pyramidal: cerebellar: sensory: bowel_bladder: cerebral:
  number ambulation:
measure_value of measures
  link edss_assessment_id:edss_assessment
  date measured_on
  code measure_id:@measure
  number value:
  numbers items:@measure_item
  text note
relapse of relapses
  partial onset
  codes systems:system
  code steroid:steroid recovery:relapse_recovery
  word treatment:drug
  text note
mri of mri
  partial scanned
  code region:mri_region
  text site note
  link compared_with_id:mri
  number field_tesla:T new_t2: gd: t2_lesions: t2_volume:mL pbvc:% cord_new: cord_gd:
mri_reference of mri
  link transplant_id:transplant mri_id:mri
  text reason
neuro_recheck of alerts
  link adverse_event_id:adverse_event task_id:task
  date found_on because_on recheck_on outcome_on
  code because:recheck_cause decision:recheck_decision outcome:recheck_outcome
  text reason
"""
"""Toxicities, results, infections, neurology."""
PAPERS: Final = """
attachment of papers
  link visit_id:visit awaited_report_id:awaited_report
  text title file_name
  word media_type:media_type
  internal size sha256
letter of papers
  person professional_id reader signed_by signer_name signer_role
  link replaces_id:letter
  code kind:letter_kind status:letter_status
  word language:language
  date written_on since_on
  text copies texts changed signed_why
  number number:
  moment signed_at
  internal fingerprint sha256
letter_dispatch of papers
  link letter_id:letter
  code way:sent_by
  person to_whom
  date sent_on
  text note
registry_entry of papers
  link transplant_id:transplant
  code form:registry_form
  date typed_on
  person typed_by_name
  text note
  number year:
  identity reference
  structure facts
"""
"""Letters, reports, registry forms."""
UNIT: Final = """
laboratory of laboratories scope unit
  yes_no own
  text name note
reference_range of laboratories scope unit
  link laboratory_id:laboratory
  code analyte:@analyte sex:sex
  word unit:unit
  number age_from:years age_to:years lln:=unit uln:=unit
  date valid_from valid_to
staff of people scope people
  person name
  code role:role
  yes_no active administers
  internal uid
professional of people scope people
  person name institution
  code kind:professional_kind
  contact address phone email
  word letter_language:language
"""
"""Lists of the unit, and its people."""
FILE: Final = """
setting scope file
  internal key value updated_at updated_by
alert_setting scope file
  internal rule_id enabled severity thresholds
rule_setting scope file
  internal rule_set rule_id thresholds
rule_approval scope file
  internal rule_set rules_version sha256 content approved_on
  person approved_by
  text note
protocol_approval scope file
  internal protocol_snapshot_id approved_on
  person approved_by
  text note
protocol_snapshot scope file
  internal protocol_id protocol_version content sha256 created_at created_by
official_wording scope file
  internal ctcae_version source_name sha256 terms content
lab_mapping scope file
  internal laboratory_id name content
phrase scope file
  internal label section kinds texts position
saved_filter scope file
  internal name content position
  person owner_id
letterhead_logo scope file
  internal media_type size sha256
letterhead_logo_content scope file
  internal letterhead_logo_id
  content content
attachment_content scope file
  internal attachment_id
  content content
letter_content scope file
  internal letter_id
  content content facts
draft scope file
  internal form staff_id saved_at
  text content
  link patient_id:patient
change_log scope file
  internal seq at staff_id txn action table_name op row_id old new workstation reason nonce digest mac redacted
access_log scope file
  internal seq at staff_id workstation what
  link patient_id:patient
import_run scope file
  text file_name
  internal sha256 kinds mapping txn rows_read new_rows changed_rows same_rows conflict_rows refused_rows patients
"""
"""The file's own books: only a complete copy holds them."""
